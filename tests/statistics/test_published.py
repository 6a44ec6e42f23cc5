"""The data are those published: their totals are known."""

from tests.statistics import published as data


def test_the_data_have_the_published_totals() -> None:
    assert len(data.VISCOSITY) == 20
    assert [len(counts) for counts in (data.ORANGE_JUICE, data.WETHERILL, data.COUNTS)] == [30, 30, 30]
    assert (len(data.RATS), *map(sum, zip(*data.RATS, strict=True))) == (71, 267, 1739)
    assert (data.RELAPSED.total(), data.STILL_WELL.total()) == (9, 12)
    assert sum(map(sum, data.ADMISSIONS)) == 4526
    assert len(data.FOUR_RATERS) == 12
    assert len(data.THREE_RATERS) == 15
    assert len(data.ANAESTHETISTS) == 45
