"""Benchmarks: `python -m benchmarks` runs all, `python -m benchmarks core reading …` some."""
