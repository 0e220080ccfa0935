import numpy as np

from benchmarks.bootstrap import interval


def test_few_people_make_a_figure_less_sure_than_many_pictures_do():
    pictures = np.array([1] * 30 + [0] * 70)
    alike = [pictures] * 10
    low, high = interval(alike, np.random.default_rng(1))
    assert low < 300 < high
    assert high - low < 80
    # The same pictures, but each person's are all mended or none are.
    apart = [np.full(100, int(place < 3)) for place in range(10)]
    low, high = interval(apart, np.random.default_rng(1))
    assert high - low > 400
