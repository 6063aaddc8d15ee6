"""Using the page: finding, choosing, filtering, moving in time, linking, keys, saving."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import networkx as nx
from browsing import Opener
from networks import england, star

from ofsted_graph.viz.page import render_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

SVG = "{http://www.w3.org/2000/svg}"


def saved(page: Page, kind: str) -> bytes:
    """Save in one of the menu's forms and give what was saved."""
    with page.expect_download() as waiting:
        page.locator(f"[data-save={kind}]").dispatch_event("click")
    return Path(waiting.value.path()).read_bytes()


def drawn(page: Page) -> list[str]:
    """Give the texts in the picture, from the drawing that the page saves."""
    return [
        text.text or "" for text in ElementTree.fromstring(saved(page, "svg")).iter(f"{SVG}text")
    ]


def find(page: Page, name: str) -> None:
    page.locator("#search").fill(name)
    page.keyboard.press("Enter")


def heading(page: Page) -> str:
    return page.locator("#details h2").inner_text()


def address(page: Page) -> str:
    return str(page.evaluate("location.hash"))


def test_all_england_opens_as_tiles_with_counts(show: Opener) -> None:
    page = show("england")
    counts = page.locator("[data-grade] ~ output").all_inner_texts()
    assert sum(map(int, counts)) == 153
    assert page.locator("#details").is_hidden()
    written = drawn(page)
    assert {"London", "North West", "R", "G"} <= set(written)
    assert " ".join(written).count("Council") == 153


def test_finding_a_person_opens_what_is_known_with_sources(show: Opener) -> None:
    page = show("small")
    page.locator("#search").fill("wren")
    assert page.locator("#hits li").all_inner_texts() == ["Ada Wren\nInterim director, Northmoor"]
    page.keyboard.press("Enter")
    assert heading(page) == "Ada Wren"
    assert "node=person:ada-wren" in address(page)
    details = page.locator("#details")
    assert "From: March 2016. To: 31 August 2019." in details.inner_text()
    assert "certain" in details.inner_text()
    assert "likely 86 %" in details.inner_text()
    details.locator("summary").nth(1).click()
    link = details.get_by_role("link", name="Eastvale: report of 2017").first
    assert link.get_attribute("href") == "https://example.org/reports/1"
    assert ", page 6" in details.inner_text()


def test_a_name_that_nobody_has_is_said_so(show: Opener) -> None:
    page = show("small")
    page.locator("#search").fill("nobody at all")
    assert page.locator("#hits").inner_text() == "Nobody here has that name."


def test_another_form_of_a_name_finds_too(show: Opener) -> None:
    page = show("small")
    find(page, "london borough of east")
    assert heading(page) == "Eastvale"


def test_choosing_a_tile_opens_its_fan_and_back_closes_it(show: Opener) -> None:
    page = show("england")
    find(page, "Council 7")
    assert page.locator("#where").inner_text() == "Council 7"
    written = drawn(page)
    assert {"Council 7", "Person 7 0", "Director, 2010–2014", "Mar 2012"} <= set(written)
    assert "Council 8" not in written
    page.get_by_role("button", name="England").click()
    assert page.locator("#details").is_hidden()
    assert "Council" in " ".join(drawn(page))
    page.go_back()
    assert heading(page) == "Council 7"


def test_a_click_on_a_mark_chooses_it(show: Opener) -> None:
    page = show("career")
    box = page.locator("#picture").bounding_box()
    assert box is not None
    root = ElementTree.fromstring(saved(page, "svg"))
    name = next(text for text in root.iter(f"{SVG}text") if text.text == "Eastvale")
    x, y = float(name.attrib["x"]), float(name.attrib["y"])
    # The mark stands above its name.
    page.mouse.click(box["x"] + x, box["y"] + y - 30)
    page.wait_for_url(re.compile("council:eastvale"))
    assert heading(page) == "Eastvale"


def test_a_click_in_a_region_opens_it(show: Opener) -> None:
    page = show("england")
    box = page.locator("#picture").bounding_box()
    assert box is not None
    root = ElementTree.fromstring(saved(page, "svg"))
    shift = re.findall(r"-?[\d.]+", root.find(f"{SVG}svg/{SVG}g").attrib["transform"])  # type: ignore[union-attr]
    left, top, scale = map(float, shift)
    name = next(text for text in root.iter(f"{SVG}text") if text.text == "London")
    x, y = (float(name.attrib[axis]) * scale + start for axis, start in (("x", left), ("y", top)))
    page.mouse.click(box["x"] + x, box["y"] + y)
    page.wait_for_url(re.compile("region=london"))
    assert " ".join(drawn(page)).count("Council") == 17
    assert sum(map(int, page.locator("[data-grade] ~ output").all_inner_texts())) == 17


def test_the_legend_filters(show: Opener) -> None:
    page = show("council")
    assert "Cy Moss" in drawn(page)
    page.get_by_label("Elected mayor").uncheck()
    written = drawn(page)
    assert "Cy Moss" not in written
    assert "Ada Wren" in written
    assert "hide=elected-mayor" in address(page)
    page.get_by_label("Inadequate").uncheck()
    assert "Jan 2017" not in drawn(page)
    page.get_by_role("button", name="Clear filters and choice").click()
    assert {"Cy Moss", "Jan 2017"} <= set(drawn(page))


def test_possible_and_certain_are_told_apart_and_may_be_filtered(show: Opener) -> None:
    page = show("career")
    lines = saved(page, "svg").decode()
    assert 'stroke-dasharray="2 4"' in lines
    assert 'stroke-dasharray="2 10"' in lines
    page.get_by_label("Likely in post when inspected", exact=True).uncheck()
    assert 'stroke-dasharray="2 10"' not in saved(page, "svg").decode()


def test_the_date_changes_grades_and_who_is_in_post(show: Opener) -> None:
    page = show("small", "#node=council:eastvale")
    card = page.locator("#details .card")
    overall = card.locator("li").first
    assert overall.inner_text().split("\n")[1:] == ["since 22 June 2026", "No overall grade"]
    slider = page.get_by_role("slider", name="As at")
    slider.focus()
    page.keyboard.press("Home")
    assert slider.get_attribute("aria-valuetext") == "1 Jan 2015"
    assert card.count() == 0
    slider.fill(str(12 * 3 + 5))
    assert page.locator("#asat-text").inner_text() == "1 June 2018"
    assert overall.inner_text().split("\n")[1:] == ["since 7 Apr 2017", "Inadequate"]
    assert "asAt=2018-06-01" in address(page)
    tags = page.locator("#details .tag").all_inner_texts()
    assert "in post" in tags
    assert "later" in tags


def test_another_judgement_may_colour_the_councils(show: Opener) -> None:
    page = show("small")
    page.get_by_label("Grades for").select_option("leaders")
    labels = page.locator("label:visible:has([data-grade])").all_inner_texts()
    assert [label.split("\n")[0] for label in labels] == ["Outstanding", "Inadequate", "None known"]
    page.get_by_label("Grades for").select_option("overall")
    shown = [
        label.split("\n")[0]
        for label in page.locator("label:visible:has([data-grade])").all_inner_texts()
    ]
    assert {"No overall grade", "Sources differ"} <= set(shown)


def test_play_goes_through_time_and_stops(show: Opener) -> None:
    page = show("small", "#asAt=2016-01-01", reduced_motion="no-preference")
    page.get_by_role("button", name="Play through the years").click()
    page.wait_for_url(re.compile("asAt=2016-0[3-9]"))
    page.get_by_role("button", name="Pause").click()
    stopped = page.locator("#asat-text").inner_text()
    page.wait_for_timeout(250)
    assert page.locator("#asat-text").inner_text() == stopped


def test_a_range_of_years(show: Opener) -> None:
    page = show("small", "#view=table")
    before = page.locator("#tables tbody tr:visible").count()
    page.get_by_label("First year").select_option("2026")
    assert page.locator("tr[data-node]:visible").count() == 1
    assert page.locator("#tables tbody tr:visible").count() < before
    # The end follows when the start is put after it.
    page.get_by_label("Last year").select_option("2018")
    assert page.get_by_label("First year").input_value() == "2018"


def test_steps_around_what_is_chosen(show: Opener) -> None:
    page = show("small", "#node=person:ada-wren&steps=1")
    assert "Bo Reed" not in drawn(page)
    page.get_by_text("2 steps").click()
    assert "Bo Reed" in drawn(page)
    assert "steps=2" in address(page)


def test_a_link_opens_the_same_view(show: Opener) -> None:
    page = show("small", "#view=timeline&node=council:northmoor&asAt=2022-08-01&colour=leaders")
    assert page.get_by_role("tab", name="Timeline").get_attribute("aria-selected") == "true"
    assert heading(page) == "Northmoor"
    assert page.locator("#asat-text").inner_text() == "1 Aug 2022"
    assert page.get_by_label("Grades for").input_value() == "leaders"


def test_a_link_that_says_nonsense_opens_the_page_all_the_same(show: Opener) -> None:
    page = show(
        "small", "#node=person:nobody&asAt=yesterday&view=upside-down&steps=9&from=1&theme=pink"
    )
    assert page.get_by_role("tab", name="Graph").get_attribute("aria-selected") == "true"
    assert page.locator("#details").is_hidden()
    assert "Eastvale" in drawn(page)


def test_a_path_is_found_between_two(show: Opener) -> None:
    page = show("small", "#node=person:bo-reed")
    page.get_by_role("button", name="Find the path").click()
    find(page, "Northmoor")
    assert heading(page) == "Bo Reed to Northmoor"
    assert "path=person:bo-reed" in address(page)
    assert {"Bo Reed", "Eastvale", "Ada Wren", "Northmoor"} <= set(drawn(page))


def test_a_page_of_a_path_opens_on_it(show: Opener) -> None:
    page = show("path")
    assert heading(page) == "Bo Reed to Northmoor"
    assert {"Bo Reed", "Eastvale", "Ada Wren", "Northmoor"} <= set(drawn(page))


def test_of_too_many_things_some_are_drawn(show: Opener, tmp_path: Path) -> None:
    place = tmp_path / "page.html"
    place.write_text(render_page(star(2000)), encoding="utf-8")
    page = show(place, "")
    assert page.locator("#where").inner_text() == "1,500 things drawn, 501 more to search"
    find(page, "urn:hub")
    page.get_by_label("1 step").check()
    assert page.locator("#where").inner_text() == "urn:hub: 301 things drawn, 1,700 more to search"
    assert "and 1,700 more ties" in page.locator("#details").inner_text()
    # What was not drawn at first is found all the same, and drawn with what is around it.
    page.get_by_label("All", exact=True).check()
    find(page, "urn:ray:999")
    assert heading(page) == "urn:ray:999"
    assert "urn:hub" in drawn(page)


def test_moves_between_councils(show: Opener) -> None:
    page = show("england")
    page.get_by_label("Moves between councils").check()
    assert heading(page) == "Who connects councils"
    people = page.locator("#details .facts li").count()
    assert people > 20
    # Each move is a line with a head; both are filled or drawn in the colour of links.
    assert saved(page, "svg").decode().count('fill="#1a56c4"') > 20


def test_posts_that_are_held_jointly_are_no_move(show: Opener, tmp_path: Path) -> None:
    net = england(20)
    jointly = dict.fromkeys(("earliest_start", "latest_start"), "2010-01-01")
    moves = [
        (person, council, key, data)
        for person, council, key, data in net.edges(keys=True, data=True)
        if data["kind"] == "post" and len({end for _, end in net.out_edges(person)}) > 1
    ]
    place = tmp_path / "page.html"

    def heads() -> int:
        place.write_text(render_page(net), encoding="utf-8")
        drawing = saved(show(place, "#ties=moves"), "svg").decode()
        return drawing.count('fill="#1a56c4"')

    assert heads() > 0
    for _, _, _, data in moves:
        data.update(jointly)
    assert heads() == 0


def test_a_council_that_is_not_yet_founded_is_not_counted(show: Opener, tmp_path: Path) -> None:
    net = england(20)
    net.nodes["council:c3"]["start"] = "2020-04-01"
    place = tmp_path / "page.html"
    place.write_text(render_page(net), encoding="utf-8")

    def counted(day: str) -> int:
        page = show(place, f"#asAt={day}")
        return sum(map(int, page.locator("[data-grade] ~ output").all_inner_texts()))

    assert (counted("2019-06-01"), counted("2021-06-01")) == (19, 20)


def test_everything_can_be_reached_without_a_mouse(show: Opener) -> None:
    page = show("small")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.id || document.activeElement.innerText"))
    wanted = {"tab-graph", "Save", "theme", "picture", "play", "asat", "colour", "region", "clear"}
    assert wanted <= seen
    page.locator("#picture").focus()
    live = page.locator("#live")
    assert live.inner_text()
    heard = {live.inner_text()}
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
        heard.add(live.inner_text())
    assert len(heard) > 2
    page.keyboard.press("Enter")
    chosen = heading(page)
    assert live.inner_text().startswith(chosen.split(",")[0])
    for key in ("+", "-", "0", "Home"):
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    assert page.locator("#details").is_hidden()
    assert "node=" not in address(page)


def test_tabs_are_moved_through_with_arrows(show: Opener) -> None:
    page = show("small")
    page.get_by_role("tab", name="Graph").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("tabpanel", name="Timeline").is_visible()
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("tabpanel", name="Table").is_visible()
    assert page.get_by_role("tabpanel", name="Graph").is_hidden()


def test_a_bar_of_the_timeline_opens_its_person(show: Opener) -> None:
    page = show("small", "#view=timeline")
    page.locator("#timeline a", has_text="Bo Reed").focus()
    page.keyboard.press("Enter")
    assert heading(page) == "Bo Reed"


def test_the_table_sorts(show: Opener) -> None:
    page = show("small", "#view=table")
    people = page.locator("tr[data-post] td:nth-child(2)")
    page.get_by_role("button", name="Person").click()
    assert people.all_inner_texts() == sorted(people.all_inner_texts())
    page.get_by_role("button", name="Person").click()
    assert people.all_inner_texts() == sorted(people.all_inner_texts(), reverse=True)
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"


def test_the_timeline_is_saved_as_a_picture_with_what_it_is_and_where_from(show: Opener) -> None:
    page = show("council", "#view=timeline")
    drawing = saved(page, "svg").decode()
    root = ElementTree.fromstring(drawing)
    assert next(root.iter(f"{SVG}text")).text == "Eastvale: timeline"
    assert "Ada Wren" in drawing
    assert "Open Government Licence" in drawing
    png = saved(page, "png")
    width, height = (int.from_bytes(png[at : at + 4]) for at in (16, 20))
    assert width == 2 * int(root.attrib["width"])
    assert height == 2 * int(root.attrib["height"])


def test_a_table_is_saved_as_a_table(show: Opener) -> None:
    page = show("small", "#view=table")
    page.get_by_text("Save", exact=True).click()
    shown = page.locator("[data-save]:visible").all_inner_texts()
    assert shown == ["Graph (GraphML)", "Table (CSV)", "Copy link to this view"]


def test_what_is_chosen_lies_in_the_middle_after_all_motion(show: Opener) -> None:
    page = show("england", reduced_motion="no-preference")
    find(page, "Council 12")
    page.wait_for_timeout(900)
    root = ElementTree.fromstring(saved(page, "svg"))
    width, height = (float(root.attrib[name]) for name in ("width", "height"))
    texts = {text.text: text for text in root.iter(f"{SVG}text")}
    place = texts["Council 12"].attrib
    # The names of people stand on both sides of it, all within the picture.
    assert 0.2 * width < float(place["x"]) < 0.8 * width
    people = [text.attrib for name, text in texts.items() if (name or "").startswith("Person 12")]
    assert len(people) >= 2
    for one in people:
        assert 0 < float(one["x"]) < width
        assert 0 < float(one["y"]) < height


def test_the_lane_of_what_is_chosen_comes_first(show: Opener) -> None:
    lanes = show("england", "#view=timeline&node=council:c9").locator(".lane:visible h3 a")
    assert lanes.first.inner_text() == "Council 9"
    about = show("council", "#view=timeline").locator(".lane:visible h3 a")
    assert about.first.inner_text() == "Eastvale"


def test_a_grade_that_is_switched_off_leaves_the_table_too(show: Opener) -> None:
    page = show("england", "#view=table")
    rows = page.locator("tr[data-post]:visible")
    before = rows.count()
    counts = dict(
        zip(
            ["outstanding", "good", "requires-improvement", "inadequate"],
            map(int, page.locator("[data-grade] ~ output:visible").all_inner_texts()),
            strict=False,
        )
    )
    page.locator('[data-toggle="good"]').uncheck()
    assert before - rows.count() == 3 * counts["good"] > 0


def test_who_ran_it_stands_with_each_inspection_of_a_council(show: Opener) -> None:
    page = show("small", "#node=council:eastvale")
    ran = [
        (item.locator(".top a").first.inner_text(), item.locator(".ran").all_inner_texts())
        for item in page.locator("#details .facts > li:has(.top [class^=g-])").all()
    ]
    assert ran == [
        ("11 May 2026", ["Director: Bo Reed certain"]),
        ("3 June 2019", ["Director: not known"]),
        ("23 Jan 2017", ["Mayor: Cy Moss certain", "Director: Ada Wren certain"]),
    ]


def test_saved_files_are_what_they_say(show: Opener) -> None:
    page = show("small")
    page.get_by_text("Save", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Picture (PNG)").click()
    assert waiting.value.suggested_filename == "ofsted-graph.png"
    assert Path(waiting.value.path()).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert page.get_by_role("button", name="Picture (PNG)").is_hidden()
    net = nx.parse_graphml(saved(page, "graphml").decode(), force_multigraph=True)
    assert net.number_of_nodes() == 16
    assert net.nodes["person:ada-wren"]["label"] == "Ada Wren"
    assert net.number_of_edges("person:ada-wren", "council:eastvale") == 1
    rows = list(csv.reader(io.StringIO(saved(page, "csv").decode())))
    assert rows[0][:5] == ["Council", "Person", "Post", "From", "To"]
    assert len(rows) == 9
    assert ["Eastvale", "Ada Wren"] in [row[:2] for row in rows]
