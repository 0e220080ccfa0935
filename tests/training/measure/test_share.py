import pytest

from training.measure.share import Share


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # Wilson 1927; these values from Brown, Cai and DasGupta's formula, computed apart.
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_wilsons(hits, of, low, high):
    assert Share(hits, of).interval == pytest.approx((low, high), abs=5e-4)


def test_a_share_says_what_it_is():
    share = Share(3, 4)
    assert str(share) == "75.0% (30.1-95.4)"
    assert share.others == Share(1, 4)
    assert share.as_record() == {
        "hits": 3,
        "of": 4,
        "value": 0.75,
        "low": 0.3006,
        "high": 0.9544,
    }


def test_of_nothing_there_is_no_share():
    assert Share.of_these([]) is None
    assert Share.of_these([True, False]) == Share(1, 2)
