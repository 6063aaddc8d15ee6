// Find names that hold every word that was asked for, the shortest first.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const asked = new URLSearchParams(location.search).get("q") ?? "";
document.getElementById("q").value = asked;
fetch("names.json")
  .then((answer) => answer.json())
  .then((names) => {
    const words = plain(asked).split(/\s+/).filter(Boolean);
    const fits = ([name]) => words.length && words.every((word) => plain(name).includes(word));
    const found = names.filter(fits).sort((a, b) => a[0].length - b[0].length).slice(0, 50);
    const items = found.map(([name, place]) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `../${place}/`;
      link.textContent = name;
      item.append(link);
      return item;
    });
    document.getElementById("hits").replaceChildren(...items);
    document.getElementById("said").textContent = found.length ? "" : `Nothing here is called “${asked}”.`;
  });
