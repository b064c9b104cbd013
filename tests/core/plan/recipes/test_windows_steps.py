"""Each Windows dialog knows the step that fills it in."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.strategies import deployments
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.recipes import Product, Verified, recipe
from wizard.core.plan.records import change_for
from wizard.practice.lab import LAB_PLAN


@given(deployments())
def test_a_dialogs_step_is_one_of_the_recipe_and_is_parted_around_the_fields(plan: Deployment) -> None:
    made = recipe(Product.WINDOWS, change_for(plan))
    for form in made.fields:
        assert form.step in made.steps
        assert form.step.startswith(f"{form.opening} ")
        assert form.step.endswith(f". {form.closing}")
        assert form.opening.endswith("fill in:")
        assert form.closing.startswith("Click ")
        assert "\x00" not in form.step


@pytest.mark.parametrize("product", Product)
def test_a_recipe_that_was_not_run_says_so_in_its_caveat(product: Product) -> None:
    made = recipe(product, change_for(LAB_PLAN))
    documented = made.verified is Verified.DOCUMENTED
    assert bool(made.caveat) == documented
    assert not documented or "did not" in made.caveat
