"""What a case worker does on the pages, for tests in a real browser."""


def ask(page, **more: str) -> None:
    """Fill in the form and search; waits for the candidates."""
    page.select_option("#purpose", "identification")
    fields = {"case": "ДЛ-7", "surname_ru": "Сафаралиев", "given_ru": "Дильшод", "birth_date": "14.03.1987", **more}
    for name, text in fields.items():
        page.fill(f"#{name}", text)
    page.keyboard.press("Enter")
    page.wait_for_selector("ol.candidates")


def open_best(page) -> None:
    """Open the best candidate and wait for its page: a click does not wait for what it leads to."""
    page.click("ol.candidates h2 a >> nth=0")
    page.wait_for_selector("table.pair")
