from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.datagen.engine import Engine
from wizard.datagen.kinds.text import bound, fill, lowered, padded
from wizard.errors import UsageError


@pytest.mark.parametrize(("number", "width", "largest", "text"), [
    (7, "06", 100, "000007"), (7, "6", 100, "000007"), (7, "", 100, "7"), (7, "00", 9, "7"),
    (1234567, "06", 2_000_000, "1234567"), (999999, "06", 2_000_000, "999999"), (12, "020", 99, "0" * 18 + "12"),
])
def test_numbers_are_padded_and_never_cut(engine: Engine, number: int, width: str, largest: int, text: str) -> None:
    assert engine.rows(f"SELECT {padded(f'{number}L', width, largest)} AS x")[0]["x"] == text


def test_a_format_is_text_and_fields() -> None:
    assert fill("A-{id:06}!", lambda name, detail: f"<{name}|{detail}>") == "concat('A-', <id|06>, '!')"
    assert fill("{x}", lambda *_: "x") == "x"
    assert fill("it's", lambda *_: "x") == "'it\\'s'"
    with pytest.raises(UsageError, match="cannot be read"):
        fill("{x", lambda *_: "x")


@pytest.mark.parametrize(("text", "plain"), [
    ("José Müller-Weiß", "jose.muller-weiss"), ("Łukasz Ørsted", "lukasz.orsted"),
    ("D'Arcy O\u2019Neil", "darcy.oneil"),
    ("\u0130pek Şahin", "ipek.sahin"), ("Жду", "zhdu"), ("株式", "株式"),
])
def test_an_address_is_in_plain_lower_case(engine: Engine, text: str, plain: str) -> None:
    sql = lowered(f"replace({fill(text, lambda *_: '')}, ' ', '.')", [text], address=True)
    assert engine.rows(f"SELECT {sql} AS x")[0]["x"] == plain


def quoted(name: str) -> str | None:
    return {"date": "`d`", "quantity": "`q`", "s": "`s`"}.get(name)


@pytest.mark.parametrize(("sql", "read"), [
    ("quantity * 2", "`q` * 2"),
    ("QUANTITY*`quantity`", "`q`*`q`"),
    ("cast(date as date) + cast('quantity' as date)", "cast(`d` as date) + cast('quantity' as date)"),
    ("date'2024-01-01' < date", "date'2024-01-01' < `d`"),
    ("date(date) -- quantity", "date(`d`) -- quantity"),
    ("s.quantity + other", "`s`.quantity + other"),
    ("case when quantity > 1 then 'ü quantity' else concat('é', quantity) end",
     "case when `q` > 1 then 'ü quantity' else concat('é', `q`) end"),
])
def test_only_columns_are_replaced_in_an_expression(sql: str, read: str) -> None:
    assert bound(sql, quoted) == read


def test_a_broken_expression_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        bound("quantity * (", quoted)


@given(st.text(max_size=20))
def test_any_text_survives_a_format(text: str) -> None:
    if "{" not in text and "}" not in text and "\0" not in text:
        assert fill(text, lambda *_: "x").startswith("'")
