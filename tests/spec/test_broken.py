"""Broken specs, one mistake a file: each is reported once, on its line, with a way out."""

from pathlib import Path

import pytest

from wizard.errors import ExitCode
from wizard.spec import SpecError, load

BROKEN = Path(__file__).parent / "broken"

# File, line, what is said.
CASES = [
    ("empty", 1, "is empty"),
    ("only_comments", 4, "is empty"),
    ("list_at_top", 1, "a spec is a mapping of keys and values"),
    ("text_at_top", 1, "a spec is a mapping of keys and values"),
    ("two_documents", 22, "a second document begins"),
    ("tab", 10, "a tab stands where YAML wants spaces"),
    ("quote_not_closed", 3, "a quote is opened and never closed"),
    ("colon_in_text", 3, "a second `: ` on this line, or a key under a value"),
    ("bracket_not_closed", 14, "a list in [ ] lacks a comma or its end"),
    ("wrong_indentation", 10, "the indentation does not fit the lines above"),
    ("key_without_colon", 11, "a key without `:`"),
    ("reserved_character", 3, "text begins with a character that YAML reserves"),
    ("unknown_escape", 3, "a backslash in double quotes starts an unknown escape"),
    ("tag", 3, "the tag !!python/name:os.system is not known"),
    ("unknown_alias", 10, "*many has no anchor before it"),
    ("alias_bomb", 26, "aliases expand to more than 50,000 values"),
    ("alias_of_itself", 22, "*a has no anchor before it"),
    ("deep", 22, "more than 40 levels deep"),
    ("key_not_text", 22, "a key must be text"),
    ("merge_without_keys", 10, "merges something without keys"),
    ("duplicate_key", 22, "stands here a second time; first on line 3"),
    ("duplicate_column", 22, "stands here a second time; first on line 21"),
    ("control_character", 3, "holds the control character U+0000"),
    ("not_utf8", 3, "is not UTF-8 text"),
    ("version_unknown", 1, "this version of specs is not known"),
    ("version_missing", 1, "is missing"),
    ("wrong_type", 10, "must be a whole number, or {small: …, medium: …, large: …}, not 'many'"),
    ("quoted_number", 10, "must be a whole number, or {small: …, medium: …, large: …}, not '100'"),
    ("number_for_text", 3, "must be text, not 2026"),
    ("list_for_mapping", 17, "must be a whole number, or {small: …, medium: …, large: …}, not a list"),
    ("size_missing", 17, "is missing"),
    ("zero_rows", 10, "must be 1 or more"),
    ("unknown_key", 11, "is not a key here"),
    ("missing_key", 15, "is missing"),
    ("unknown_size", 22, "'huge' is no size that is known"),
    ("bad_identifier", 4, "'Dev Shop' cannot be a name"),
    ("bad_column_name", 21, "'Unit-Price' cannot be a name"),
    ("platform_catalog", 4, "'system' belongs to the platform"),
    ("bad_date", 6, "'2026-02-30' is not a day"),
    ("date_as_number", 6, "20261101 is not a day"),
    ("no_tables", 7, "must have at least 1 entry"),
    ("no_columns", 8, "must have at least 1 entry"),
    ("unknown_kind", 21, "'unifrom' is no kind that is known"),
    ("kind_missing", 21, "is missing"),
    ("not_finite", 21, "must be a finite number, not inf"),
    ("seed_negative", 22, "must be 0 or more"),
    ("bad_currency", 22, "must be a currency code of three capital letters, e.g. USD"),
    ("unknown_locale", 22, "there are no names for xx_YY"),
    ("foreign_key_dangling", 20, "there is no table 'customer'"),
    ("foreign_key_without_primary_key", 19, "'customers' has no primary key"),
    ("tables_in_a_circle", 14, "tables refer to one another in a circle: customers → orders → customers"),
    ("table_refers_to_itself", 14, "refers to itself"),
    ("primary_key_unknown", 11, "there is no column 'customerid'"),
    ("primary_key_repeats", 11, "'region' is of kind choice, whose values repeat"),
    ("primary_key_nulls", 13, "the primary key has a value in every row"),
    ("cluster_by_unknown", 11, "there is no column 'regon'"),
    ("lookup_via_no_foreign_key", 22, "'price' is of kind uniform, not a foreign_key"),
    ("lookup_unknown_column", 22, "there is no column 'regio' in customers"),
    ("lookup_unknown_via", 22, "there is no column 'customer' in this table"),
    ("choice_by_later", 22, "'b' comes after 'a'"),
    ("choice_by_no_choice", 22, "'price' is of kind uniform, not a choice"),
    ("choice_when_never", 23, "b is never 'upp'"),
    ("choice_when_without_by", 22, "needs `by`"),
    ("compose_unknown_column", 22, "there is no column 'prise' in this table"),
    ("compose_later_column", 22, "'m' comes after 'n'"),
    ("compose_missing_list", 22, "{2} has no list: there are 2 lists, counted from 0"),
    ("compose_open_brace", 22, "has braces that do not hold just a name"),
    ("key_format", 13, "must hold {id} or {id:WIDTH} and no other field"),
    ("weights_zero", 14, "all weights are 0"),
    ("weights_negative", 14, "the weight -1 is negative"),
    ("weights_not_numbers", 14, "must be a number, not 'most'"),
    ("values_empty", 14, "has no values"),
    ("values_twice", 14, "'North' stands here twice"),
    ("values_not_of_type", 14, "'two' is no int"),
    ("skew_impossible", 20, "is not above top (0.3), so nothing is skewed"),
    ("min_above_max", 21, "min 9 is above max 1"),
    ("uniform_without_max", 21, "is missing"),
    ("normal_without_sd", 21, "is missing"),
    ("stray_parameter", 21, "means nothing for uniform"),
    ("too_large_for_type", 21, "5000 does not fit decimal(5,2)"),
    ("bad_decimal", 21, "decimal(5,9) is not a decimal type"),
    ("calendar_backwards", 22, "start 0 is not before end -10"),
    ("calendar_hours_of_a_date", 22, "a date has no hours"),
    ("calendar_six_weekdays", 22, "must have at least 7 entries"),
    ("expr_random", 22, "rand() gives another value on every run"),
    ("expr_clock", 22, "current_timestamp() gives another value on every run"),
    ("expr_uuid", 22, "uuid() gives another value on every run"),
    ("expr_row_order", 22, "monotonically_increasing_id() gives another value on every run"),
    ("expr_syntax", 22, "is not SQL near '2'"),
    ("expr_unknown_column", 22, "there is no column 'prise' in this table"),
    ("expr_later_column", 22, "'y' comes after 'x'"),
    ("expr_aggregate", 22, "looks at other rows, or makes some"),
    ("expr_query", 22, "is a query, not an expression"),
    ("expr_type", 22, "'dubble' is not a SQL type"),
    ("expr_nested", 22, "is nested too deeply"),
    ("view_two_statements", 23, "holds 2 statements instead of one"),
    ("view_not_select", 23, "is not a SELECT statement"),
    ("view_syntax", 27, "is not SQL: something is missing near 'WHERE'"),
    ("view_unknown_table", 23, "there is no table or view 'ordres' in this spec"),
    ("view_unknown_column", 23, "nothing here has a column 'prise'"),
    ("view_with_schema", 23, "names sales.orders with its schema"),
    ("view_called_like_a_table", 23, "there is a table 'orders' as well"),
    ("views_in_a_circle", 23, "views read one another in a circle: a → b → a"),
    ("view_comment_on_no_column", 23, "the view has no column 'prize'"),
    ("quality_unknown_table", 23, "there is no table 'order'"),
    ("quality_unknown_column", 23, "there is no column 'orderid' in orders"),
    ("quality_unknown_parent", 23, "there is no table 'clients'"),
    ("quality_unknown_rule", 23, "'notnull' is no rule that is known"),
    ("quality_on_a_view", 25, "'v' is a view"),
    ("quality_range_of_text", 23, "'region' holds no numbers, so it has no range"),
    ("quality_range_backwards", 23, "min 9 is above max 1"),
    ("quality_range_without_ends", 23, "in_range has neither min nor max"),
    ("grant_twice", 24, "'Analysts' stands here twice"),
    ("grant_unknown_role", 23, "'raeder' is no role that is known"),
    ("grant_unknown_privilege", 23, "'CREATE TABLE' is no privilege on a schema"),
    ("task_twice", 27, "another task is called 'a'"),
    ("task_dangling", 27, "there is no task 'laod' in this job"),
    ("tasks_in_a_circle", 26, "tasks wait for one another: a → b → a"),
    ("task_without_work", 26, "task 'a' has neither sql nor python"),
    ("task_with_both", 26, "task 'a' has both sql and python"),
    ("task_placeholder", 29, "{shema} is no placeholder"),
    ("task_python_syntax", 29, "is not Python: '(' was never closed"),
    ("jobs_of_one_name", 24, "another job is called 'Refresh'"),
]

# One mistake that stands in two places.
TWO_PLACES = {"weights_not_numbers"}


@pytest.mark.parametrize(("name", "line", "message"), CASES, ids=[case[0] for case in CASES])
def test_a_mistake_is_reported_once_on_its_line_with_a_way_out(name: str, line: int, message: str) -> None:
    path = BROKEN / f"{name}.yaml"
    with pytest.raises(SpecError) as caught:
        load(path)
    problems = caught.value.problems
    assert len(problems) == (2 if name in TWO_PLACES else 1), str(caught.value)
    assert (problems[0].file, problems[0].line) == (str(path), line)
    assert problems[0].column >= 1
    assert message in problems[0].message
    assert problems[0].hint or "must be" in problems[0].message
    assert str(caught.value).startswith(f"{path}:{line}:{problems[0].column}  ")
    assert caught.value.exit_code is ExitCode.USAGE


def test_every_broken_file_is_in_the_table() -> None:
    assert sorted(path.stem for path in BROKEN.glob("*.yaml")) == sorted(case[0] for case in CASES)
