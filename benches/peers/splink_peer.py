"""Links two files, or de-duplicates one, with Splink on DuckDB: names in the clear, as a practised user would set it up.

    python splink_peer.py [--fine] OUT LEFT [RIGHT]      # writes OUT/pairs.csv

One configuration for every set, over the fields that dwlink reads (never `id_number`). A field that is empty in a file is
left out. Names, postcodes, addresses and towns are adjusted for term frequency. u comes from random pairs, m from EM under
several blocking rules, the prior from deterministic rules; no truth is used. `--fine` leaves out the four blocking rules whose pairs grow
fastest: what a practised user would do with a million rows.
"""
import sys
from pathlib import Path

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

# Bits below which a pair is not written: no threshold worth having lies there.
FLOOR = -10
# A pair is declared from even odds, as dwlink's is; the evaluation assigns one to one.
DECLARED = 0.5
# Random pairs for u. Ten times as many were nine tenths of all CPU seconds on febrl4.
RANDOM_PAIRS = 1e6

# Upper case, letters only in names; parts of dates as numbers, because some files spoil or omit single parts.
STANDARDISED = """
    SELECT rec_id AS unique_id,
        nullif(regexp_replace(upper(forename), '[^A-Z]', '', 'g'), '') AS forename,
        nullif(regexp_replace(upper(surname), '[^A-Z]', '', 'g'), '') AS surname,
        nullif(regexp_replace(upper(middle), '[^A-Z]', '', 'g'), '') AS middle,
        try_cast(dob_year AS INTEGER) AS birth_year,
        try_cast(dob_month AS INTEGER) AS birth_month,
        try_cast(dob_day AS INTEGER) AS birth_day,
        printf('%04d%02d%02d', birth_year, birth_month, birth_day) AS dob,
        upper(sex) AS sex,
        nullif(regexp_replace(upper(postcode), '[^A-Z0-9]', '', 'g'), '') AS postcode,
        nullif(trim(regexp_replace(upper(address), '[^A-Z0-9]+', ' ', 'g')), '') AS address,
        nullif(regexp_replace(upper(town), '[^A-Z]', '', 'g'), '') AS town,
        coalesce(address, postcode, town) AS location
    FROM read_csv(?, header = true, all_varchar = true)
"""
FIELDS = ["forename", "surname", "dob", "middle", "sex", "location"]

FINE_RULES = [
    block_on("dob"),
    block_on("forename", "surname"),
    block_on("forename", "birth_year", "birth_month"),
    block_on("forename", "birth_year", "birth_day"),
    block_on("surname", "birth_year", "birth_month"),
    block_on("surname", "birth_year", "birth_day"),
    block_on("surname", "birth_month", "birth_day"),
    block_on("surname", "birth_year", "substr(forename, 1, 1)"),
    block_on("substr(forename, 1, 3)", "substr(surname, 1, 3)", "birth_year"),
    block_on("substr(forename, 1, 3)", "substr(surname, 1, 4)", "substr(middle, 1, 1)"),
    block_on("postcode", "birth_year"),
    block_on("postcode", "birth_month", "birth_day"),
    block_on("postcode", "forename"),
    block_on("postcode", "surname"),
    block_on("address"),
    block_on("town", "surname"),
    "l.forename = r.surname and l.surname = r.forename",
]
COARSE_RULES = [
    block_on("forename", "birth_month", "birth_day"),
    block_on("town", "forename"),
    block_on("birth_year", "birth_month", "substr(forename, 1, 1)"),
    block_on("birth_year", "birth_month", "substr(surname, 1, 1)"),
]
# Each trains the comparisons whose columns it leaves alone; together they train all.
TRAINING_RULES = [
    block_on("forename", "surname"),
    block_on("dob"),
    block_on("surname", "birth_year", "birth_month"),
    block_on("forename", "birth_month", "birth_day"),
]
# Few false pairs, and some seven tenths of the true ones.
DETERMINISTIC_RULES = [
    block_on("forename", "surname", "dob"),
    block_on("surname", "dob", "address"),
    block_on("forename", "dob", "postcode"),
    "l.dob = r.dob and substr(l.forename, 1, 3) = substr(r.forename, 1, 3) and substr(l.surname, 1, 3) = substr(r.surname, 1, 3)",
]
DETERMINISTIC_RECALL = 0.8


def comparison(field):
    """How one field is compared."""
    if field in ("forename", "surname"):
        return name_comparison(field)
    if field == "sex":
        return cl.ExactMatch("sex")
    return {"dob": birth_date, "middle": middle_name, "location": location}[field]()


def name_comparison(field):
    swapped = cll.ColumnsReversedLevel("forename", "surname", symmetrical=True)
    return custom(
        field,
        cll.NullLevel(field),
        exact(field),
        swapped,
        cll.JaroWinklerLevel(field, 0.92),
        cll.JaroWinklerLevel(field, 0.88),
        cll.JaroWinklerLevel(field, 0.7),
    )


def birth_date():
    equal = [f"coalesce({part}_l = {part}_r, false)::int" for part in ("birth_year", "birth_month", "birth_day")]
    swapped = "birth_year_l = birth_year_r and birth_day_l = birth_month_r and birth_month_l = birth_day_r"
    return custom(
        "dob",
        none_held("birth_year_{0}, birth_month_{0}, birth_day_{0}"),
        cll.ExactMatchLevel("dob"),
        cll.DamerauLevenshteinLevel("dob", 1),
        cll.CustomLevel(swapped, "day and month swapped"),
        cll.CustomLevel(f"{' + '.join(equal)} = 2", "two parts equal"),
        cll.CustomLevel("birth_year_l = birth_year_r", "year equal"),
        cll.CustomLevel("abs(birth_year_l - birth_year_r) <= 1", "a year apart"),
    )


def middle_name():
    full = cll.CustomLevel("length(middle_l) > 1 and middle_l = middle_r", "full middle name")
    return custom("middle", cll.NullLevel("middle"), full, cll.CustomLevel("substr(middle_l, 1, 1) = substr(middle_r, 1, 1)", "initial"))


def location():
    """Address, postcode and town as one comparison: households share all three, so they are no independent evidence."""
    # A short code (four or five digits) has areas in its first two characters, a British one in all but its last three.
    part = "substr(postcode_{0}, 1, case when length(postcode_{0}) < 6 then 2 else length(postcode_{0}) - 3 end)"
    return custom(
        "location",
        none_held("address_{0}, postcode_{0}, town_{0}"),
        cll.CustomLevel("address_l = address_r and postcode_l = postcode_r", "address and postcode"),
        exact("address"),
        cll.JaroWinklerLevel("address", 0.92),
        exact("postcode"),
        cll.DamerauLevenshteinLevel("postcode", 1),
        cll.JaroWinklerLevel("address", 0.8),
        cll.CustomLevel(f"{part.format('l')} = {part.format('r')}", "district"),
        exact("town"),
        cll.JaroWinklerLevel("town", 0.88),
    )


def custom(field, *levels):
    """Levels from the null level down; what is left disagrees."""
    return cl.CustomComparison(output_column_name=field, comparison_levels=[*levels, cll.ElseLevel()])


def none_held(columns):
    """The null level of several columns: one record holds none of them. `{0}` stands for the record's side."""
    nothing = f"coalesce({columns}) is null"
    return cll.CustomLevel(f"{nothing.format('l')} or {nothing.format('r')}").configure(is_null_level=True)


def exact(field):
    return cll.ExactMatchLevel(field, term_frequency_adjustments=True)


def main(rules, out, *files):
    connection = duckdb.connect()
    database = DuckDBAPI(connection)
    tables = ["file_left", "file_right"][: len(files)]
    for table, path in zip(tables, files):
        connection.execute(f"CREATE TABLE {table} AS {STANDARDISED}", [path]).fetchall()
    frames = [database.register(table, dataset_display_name=table[5:]) for table in tables]
    present = lambda field: all(connection.execute(f"SELECT count({field}) FROM {table}").fetchall()[0][0] for table in tables)
    settings = SettingsCreator(
        link_type="link_only" if len(files) == 2 else "dedupe_only",
        comparisons=[comparison(field) for field in FIELDS if present(field)],
        blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=False,
    )
    linker = Linker(frames if len(frames) == 2 else frames[0], settings, log_level="ERROR")
    train(linker.training)
    found = linker.inference.predict(threshold_match_weight=FLOOR)
    connection.execute(
        f"""COPY (SELECT unique_id_l AS left_id, unique_id_r AS right_id, match_weight,
            CASE WHEN match_probability >= {DECLARED} THEN 'link' ELSE 'non-link' END AS class
            FROM {found.physical_name}) TO '{Path(out) / "pairs.csv"}' (HEADER)"""
    )


def train(training):
    training.estimate_probability_two_random_records_match(DETERMINISTIC_RULES, recall=DETERMINISTIC_RECALL)
    training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=1)
    for rule in TRAINING_RULES:
        training.estimate_parameters_using_expectation_maximisation(rule)


if __name__ == "__main__":
    fine = sys.argv[1:2] == ["--fine"]
    main(FINE_RULES if fine else FINE_RULES + COARSE_RULES, *sys.argv[1 + fine :])
