"""A change of DNS records as each product wants it: steps, commands, undo. One product a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wizard.core.about import told
from wizard.core.plan.recipes import bind as _bind
from wizard.core.plan.recipes import dnscmd as _dnscmd
from wizard.core.plan.recipes import dnsmasq as _dnsmasq
from wizard.core.plan.recipes import powershell as _powershell
from wizard.core.plan.recipes import static_cache as _static_cache
from wizard.core.plan.recipes import unbound as _unbound
from wizard.core.plan.recipes import windows as _windows
from wizard.core.plan.recipes.recipe import (
    REMOVE,
    REMOVE_ADDED,
    TICKED,
    DialogRecord,
    Product,
    Recipe,
    Verified,
)
from wizard.core.record import RecordChange

__all__ = [
    "REMOVE",
    "REMOVE_ADDED",
    "TICKED",
    "DialogRecord",
    "Product",
    "Recipe",
    "Verified",
    "products",
    "recipe",
]

_WRITERS: Mapping[Product, Callable[[RecordChange], Recipe]] = {
    Product.WINDOWS: _windows.windows,
    Product.POWERSHELL: _powershell.powershell,
    Product.DNSCMD: _dnscmd.dnscmd,
    Product.BIND: _bind.bind,
    Product.DNSMASQ: _dnsmasq.dnsmasq,
    Product.UNBOUND: _unbound.unbound,
    Product.STATIC_CACHE: _static_cache.static_cache,
}


def products() -> dict[Product, str]:
    """The title of every product, in the order of the window's tabs."""
    return {product: told(f"recipe.{product.value}.title") for product in Product}


def recipe(product: Product, change: RecordChange) -> Recipe:
    """How to make ``change`` with ``product``, and how to take it back."""
    return _WRITERS[product](change)
