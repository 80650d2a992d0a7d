"""Single words: a translation stands out from the same words paired anew."""

from __future__ import annotations

from pathlib import Path

from benchmarks.names import single

NAMES = ["Абай", "Ерлан", "Айгүл", "Нұрлан", "Сәуле", "Мақсат", "Дархан", "Жанар", "Серік", "Болат"]
RUSSIAN = ["Абай", "Ерлан", "Айгуль", "Нурлан", "Сауле", "Максат", "Дархан", "Жанар", "Серик", "Болат"]


def write(folder: Path, left: list[str], right: list[str]) -> None:
    (folder / "pairs").mkdir()
    lines = [
        f"{a}{i // 10 * 'х'}\t{b}{i // 10 * 'х'}\tant\tm" for i, (a, b) in enumerate(zip(left, right, strict=True))
    ]
    text = "\n".join(["kk\tru\ttype\tgender", *lines, ""])
    (folder / "pairs" / "kk_ru_name_tokens_apertium.tsv").write_text(text, encoding="utf-8")


def test_translations_are_told_from_other_names(tmp_path: Path) -> None:
    """Thirty names, each against itself in Russian and against another."""
    write(tmp_path, NAMES * 3, RUSSIAN * 3)
    told = single.lines(tmp_path)
    assert len(told) == 3
    assert float(told[2].split("|")[4]) > 0.95


def test_without_a_dictionary_there_is_no_row(tmp_path: Path) -> None:
    """The head of the table alone."""
    assert len(single.lines(tmp_path)) == 2
