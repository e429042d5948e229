"""Which registered methods a law is run over."""

import inspect

import pytest

import mcdm_index as mi


def methods(kind, promise=None):
    """List the methods of a kind that run without options and promise a law."""
    return [
        pytest.param(method, id=method.name)
        for method in mi.list_methods(kind)
        if (promise is None or promise in method.promises)
        and not required_options(method)
    ]


def required_options(method):
    parameters = inspect.signature(method.func).parameters.values()
    return [
        p.name for p in parameters if p.kind is p.KEYWORD_ONLY and p.default is p.empty
    ]
