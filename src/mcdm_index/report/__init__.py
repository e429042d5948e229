"""Reports: a result goes in, a page for people who will not run Python comes out."""

from mcdm_index.report._page import to_html

__all__ = ["to_html"]
