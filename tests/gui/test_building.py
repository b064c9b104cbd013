from __future__ import annotations

import gc

from wizard.gui.building import without_pauses


def test_the_collector_rests_while_anybody_builds_and_works_again_afterwards() -> None:
    assert gc.isenabled()
    with without_pauses():
        assert not gc.isenabled()
        with without_pauses():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_a_defect() -> None:
    try:
        with without_pauses():
            raise RuntimeError
    except RuntimeError:
        pass
    assert gc.isenabled()


def test_what_was_built_is_not_looked_at_again() -> None:
    before = gc.get_freeze_count()
    with without_pauses():
        built = [[number] for number in range(1000)]
    assert gc.get_freeze_count() >= before + 1000
    assert len(built) == 1000
