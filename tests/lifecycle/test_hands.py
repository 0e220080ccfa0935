"""What is known of people, in memory and with which model."""

from __future__ import annotations

import numpy as np
import pytest
from modelfiles import variant
from reading.scenes import draw

from bot.lifecycle import hands as module
from bot.lifecycle.hands import Hands
from bot.reading.digits.hand import standard
from bot.storage import Database
from bot.storage.correction_values import NewCorrection


@pytest.fixture
def registry(make_registry):
    return make_registry()


async def taught(hands, database, registry, user="ann", answer="one"):
    digit = registry.reader.read_gray(draw("7")).digits[0]
    given = NewCorrection(answer, 0, user, digit.glyph, 7, 1, registry.current.name, trusted=False)
    await database.corrections.keep(given, None)
    await hands.learn(given, registry.current)
    return digit.glyph


async def test_another_model_gets_its_own_embeddings(registry, database):
    hands = Hands(database, shared=False)
    crop = await taught(hands, database, registry)
    first = registry.current
    before = await hands.of("ann", first)
    version = await database.versions.add(variant("b", 0.05), "b", {}, {}, "trained")
    await database.versions.activate(version.id, "1")
    second = await registry.follow()
    after = await hands.of("ann", second)
    assert not np.allclose(after.embeddings, before.embeddings, atol=1e-2)
    own = second.reader.classifier.embed([crop])
    assert np.allclose(after.embeddings, standard(own), atol=1e-2)
    assert [d.model for d in await database.taught.of("ann")] == [second.sha256]


async def test_without_the_crop_an_old_embedding_is_not_used(registry, database):
    hands = Hands(database, shared=False)
    await taught(hands, database, registry)
    async with database.writing() as connection:
        await connection.exec_driver_sql("DELETE FROM corrections")
    version = await database.versions.add(variant("b", 0.05), "b", {}, {}, "trained")
    await database.versions.activate(version.id, "1")
    assert await hands.of("ann", registry.current) is not None
    assert await hands.of("ann", await registry.follow()) is None


async def test_what_stands_beside_a_misread_digit_is_learnt_with_it(registry, database):
    hands = Hands(database, shared=False)
    crop = await taught(hands, database, registry)
    assert len(await hands.of("ann", registry.current)) == 1
    beside = {place: (place, crop) for place in (3, 4, 5)}
    await hands.learn_beside("ann", "one", beside, registry.current)
    known = await hands.of("ann", registry.current)
    assert known.digits.tolist() == [1, 3, 4, 5]
    await database.corrections.withdraw("one", but=[0])
    hands.changed("ann")
    assert len(await hands.of("ann", registry.current)) == 1
    await hands.learn_beside("ann", "one", {}, registry.current)
    assert len(await hands.of("ann", registry.current)) == 1


async def test_of_one_answer_few_of_each_digit_are_learnt_beside(registry, database):
    hands = Hands(database, shared=False)
    crop = await taught(hands, database, registry)
    await hands.learn_beside("ann", "one", dict.fromkeys(range(3, 9), (4, crop)), registry.current)
    assert [d.place for d in await database.taught.of("ann")] == [0, 3, 4]


async def test_what_another_model_cannot_embed_is_gone(registry, database):
    hands = Hands(database, shared=False)
    crop = await taught(hands, database, registry)
    await hands.learn_beside("ann", "one", {3: (4, crop)}, registry.current)
    assert await database.taught.count("ann") == 2
    version = await database.versions.add(variant("b", 0.05), "b", {}, {}, "trained")
    await database.versions.activate(version.id, "1")
    assert len(await hands.of("ann", await registry.follow())) == 1
    assert await database.taught.count("ann") == 1


async def test_memory_is_bounded_however_many_people_there_are(registry, database, monkeypatch):
    monkeypatch.setattr(module, "MOST_BYTES", 3 * module.OVERHEAD)
    hands = Hands(database, shared=False)
    for number in range(20):
        await hands.of(f"stranger {number}", registry.current)
    assert len(hands._known) == 3


async def test_what_was_learnt_from_one_answer_can_be_left_out(registry, database):
    hands = Hands(database, shared=False)
    for answer in ("one", "two"):
        await taught(hands, database, registry, answer=answer)
    assert len(await hands.of("ann", registry.current)) == 2
    assert len(await hands.of("ann", registry.current, but="one")) == 1
    assert await hands.of("ben", registry.current) is None


async def test_without_a_database_nobody_is_known(registry, tmp_path):
    away = Database(f"sqlite:///{tmp_path}/nothing.sqlite3")
    await away.close()
    assert await Hands(away, shared=False).of("ann", registry.current) is None
