"""The tree of criteria: from nodes, a table or a file to a frozen, checked tree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from mcdm_index._toml import in_file, load
from mcdm_index.criterion import Criterion, entry_problems, fold, plain_values, sound
from mcdm_index.errors import (
    Problem,
    SpecError,
    UnknownColumnError,
    bullets,
    listing,
    suggestion,
)
from mcdm_index.polarity import Polarity
from mcdm_index.soundness import tree_problems

__all__ = ["Hierarchy"]


@dataclass(frozen=True, repr=False)
class Hierarchy:
    """A frozen tree of criteria with one root.

    Parameters
    ----------
    nodes : sequence of Criterion
        In the order in which results list them. See `of` for a tree whose root is left
        implicit.

    Raises
    ------
    SpecError
        Listing every problem found: codes twice, parents that do not exist, circles,
        leaves without polarity, groups with one, weights that are no weights, column
        names that two criteria claim.

    Examples
    --------
    >>> tree = Hierarchy.of(
    ...     [
    ...         Criterion("A", names={"en": "Science"}),
    ...         Criterion("a1", "A", polarity="+"),
    ...         Criterion("a2", "A", polarity="-"),
    ...         Criterion("b", polarity="+"),
    ...     ]
    ... )
    >>> tree.root, tree.leaves, tree.children("A")
    ('index', ('a1', 'a2', 'b'), ('a1', 'a2'))
    """

    nodes: tuple[Criterion, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "nodes", tuple(self.nodes))
        problems = list(tree_problems(self.nodes))
        if problems:
            raise SpecError.of(problems, "hierarchy problems")

    @classmethod
    def of(
        cls, nodes: Iterable[Criterion], root: Criterion | None = None
    ) -> "Hierarchy":
        """Build a tree, putting a root above nodes that have no parent.

        Parameters
        ----------
        nodes : iterable of Criterion
        root : Criterion, optional
            The node to put on top; ``Criterion("index")`` by default. None is added if
            the nodes have a single root with children already.
        """
        return cls(_rooted(tuple(nodes), root))

    @classmethod
    def from_dicts(
        cls, entries: Iterable[Mapping[str, Any]], root: Criterion | None = None
    ) -> "Hierarchy":
        """Build a tree from plain values, reporting every problem at once.

        Parameters
        ----------
        entries : iterable of mapping
            See `Criterion.from_dict`.
        root : Criterion, optional
            See `of`.
        """
        nodes, places, problems = [], {}, []
        for i, entry in enumerate(entries):
            flaws = list(entry_problems(entry))
            code: Any = getattr(entry, "get", lambda _: None)("code")
            which = f"number {i + 1}" if code is None else repr(code)
            for flaw in flaws:
                text = f"criterion {which}: {flaw.text}"
                problems.append(Problem(text, ("criteria", i, *flaw.path)))
            if isinstance(code, str) and ("code",) not in [f.path for f in flaws]:
                nodes.append(Criterion.from_dict(sound(entry, flaws)))
                places[code] = i, bool(flaws)
        if not problems or len(nodes) > 1:
            problems += _placed(tree_problems(_rooted(tuple(nodes), root)), places)
        if problems:
            raise SpecError.of(problems, "hierarchy problems")
        return cls.of(nodes, root)

    @classmethod
    def from_table(cls, table: Any, root: Criterion | None = None) -> "Hierarchy":
        """Build a tree from a table with one row per node.

        Parameters
        ----------
        table : DataFrame
            Columns ``code``, and any of ``parent``, ``name``, ``name_en`` (or any other
            language), ``polarity``, ``weight``, ``unit``, ``aliases`` (separated by
            ``|``), ``bounds`` (two numbers, separated by a comma), ``denominator``,
            ``factor``, ``treat``, ``normalize``, ``weights`` and ``aggregate`` (names
            of methods) and ``min_present``. Empty cells count as absent; other columns
            are ignored.
        root : Criterion, optional
            See `of`.

        Examples
        --------
        >>> import pandas as pd
        >>> table = pd.DataFrame({"code": ["a", "b"], "polarity": ["+", "-"]})
        >>> Hierarchy.from_table(table).leaves
        ('a', 'b')
        """
        if "code" not in table.columns:
            found = listing(table.columns)
            msg = f"a table of criteria needs a column 'code', got {found}"
            raise SpecError(msg)
        return cls.from_dicts(
            (plain_values(row) for row in table.to_dict("records")), root
        )

    @classmethod
    def from_toml(cls, path: str | Path) -> "Hierarchy":
        """Read the tree of a specification file; see `CompositeIndex.from_toml`.

        Parameters
        ----------
        path : str or Path
        """
        content = load(path)
        try:
            return cls.from_spec(content)
        except SpecError as error:
            raise in_file(error, path) from None

    @classmethod
    def from_spec(cls, content: Mapping[str, Any]) -> "Hierarchy":
        """Build the tree of a specification: its ``criteria`` and its ``root``.

        Parameters
        ----------
        content : mapping
            Other sections are not read.
        """
        criteria = content.get("criteria")
        if not isinstance(criteria, list) or not criteria:
            msg = "there are no criteria: list them as [[criteria]] with a code"
            raise SpecError(msg)
        root = content.get("root")
        if root is None:
            return cls.from_dicts(criteria)
        flaws = [
            Problem(f"[root] {flaw.text}", ("root", *flaw.path))
            for flaw in entry_problems(root)
        ]
        if flaws:
            raise SpecError.of(flaws, "problems")
        return cls.from_dicts(criteria, Criterion.from_dict(root))

    def __repr__(self) -> str:
        leaves = len(self.leaves)
        return f"<Hierarchy {self.root!r}: {len(self.nodes)} nodes, {leaves} leaves>"

    def __len__(self) -> int:
        return len(self.nodes)

    def __iter__(self) -> Any:
        return iter(self.nodes)

    def __getitem__(self, code: str) -> Criterion:
        try:
            return self._by_code[code]
        except KeyError:
            msg = (
                f"no node {code!r} in the hierarchy.{suggestion(str(code), self.codes)}"
            )
            raise SpecError(msg) from None

    @cached_property
    def _by_code(self) -> dict[str, Criterion]:
        return {node.code: node for node in self.nodes}

    @cached_property
    def _children(self) -> dict[str | None, tuple[str, ...]]:
        found: dict[str | None, list[str]] = {}
        for node in self.nodes:
            found.setdefault(node.parent, []).append(node.code)
        return {parent: tuple(codes) for parent, codes in found.items()}

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in order."""
        return tuple(node.code for node in self.nodes)

    @property
    def root(self) -> str:
        """Code of the node on top."""
        return self._children[None][0]

    @property
    def leaves(self) -> tuple[str, ...]:
        """Codes of the criteria that are measured, in order."""
        return tuple(code for code in self.codes if not self.children(code))

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Codes of the nodes just below the root."""
        return self.children(self.root)

    @property
    def polarity(self) -> tuple[Polarity, ...]:
        """Polarity of each leaf."""
        found = (self[code].polarity for code in self.leaves)
        return tuple(polarity for polarity in found if polarity is not None)

    def children(self, code: str) -> tuple[str, ...]:
        """Codes of the nodes just below one."""
        return self._children.get(code, ())

    def leaves_below(self, code: str) -> tuple[str, ...]:
        """Codes of the leaves below a node; of a leaf, the leaf itself."""
        below = self.children(code)
        if not below:
            return (code,)
        return tuple(leaf for child in below for leaf in self.leaves_below(child))

    def depth(self, code: str) -> int:
        """Count the steps down from the root, which has depth 0."""
        parent = self[code].parent
        return 0 if parent is None else 1 + self.depth(parent)

    def upward(self) -> tuple[str, ...]:
        """Give the groups from the bottom up, each after all that is below it."""
        groups = [code for code in self.codes if self.children(code)]
        return tuple(sorted(groups, key=self.depth, reverse=True))

    def local_weights(self, code: str) -> tuple[float, ...]:
        """Share out the given weights among the children of a node; 1 where absent."""
        given = [self[child].weight for child in self.children(code)]
        amounts = [1.0 if weight is None else weight for weight in given]
        total = sum(amounts)
        return tuple(amount / total for amount in amounts)

    def given_weights(self, top: str | None = None) -> dict[str, float]:
        """Multiply the given weights down the tree, or the part of it below a node.

        Parameters
        ----------
        top : str, optional
            The root by default.

        Returns
        -------
        dict of code to float
            One weight for every node there.
        """
        top = self.root if top is None else top
        found = {top: 1.0}
        for code in reversed(self.upward()):
            if code not in found:
                continue
            shares = zip(self.children(code), self.local_weights(code), strict=True)
            found.update({child: found[code] * local for child, local in shares})
        return found

    def select(self, leaves: Iterable[str]) -> "Hierarchy":
        """Keep some leaves, and the groups that still have one."""
        kept = set(leaves)
        for code in self.upward():
            if kept.intersection(self.children(code)):
                kept.add(code)
        return Hierarchy(tuple(node for node in self.nodes if node.code in kept))

    def match(self, columns: Iterable[Any]) -> dict[str, Any]:
        """Find the column of each leaf by its code, a name or an alias.

        Spaces at the ends, letter case and full-width forms do not matter.

        Parameters
        ----------
        columns : iterable
            Column labels of a table.

        Returns
        -------
        dict of leaf code to column label

        Raises
        ------
        UnknownColumnError
            A criterion has no column, or more than one.
        """
        available: dict[str, list[Any]] = {}
        for column in columns:
            available.setdefault(fold(column), []).append(column)
        found, problems = {}, []
        for leaf in self.leaves:
            node = self[leaf]
            words = dict.fromkeys(fold(word) for word in node.columns)
            hits = [column for word in words for column in available.get(word, ())]
            if len(hits) == 1:
                found[leaf] = hits[0]
            elif hits:
                problems.append(
                    f"criterion {leaf!r} has several columns: {listing(hits)}"
                )
            else:
                hint = suggestion(words.popitem()[0], available) or suggestion(
                    fold(leaf), available
                )
                problems.append(
                    f"criterion {leaf!r} has no column; looked for "
                    f"{listing(map(repr, node.columns))}.{hint}"
                )
        if problems:
            raise UnknownColumnError(bullets(problems, "column problems"))
        return found

    def to_dicts(self) -> list[dict[str, Any]]:
        """Write the tree as plain values, which `from_dicts` reads back."""
        return [node.to_dict() for node in self.nodes]


def _rooted(
    nodes: tuple[Criterion, ...], root: Criterion | None
) -> tuple[Criterion, ...]:
    """Put a root above nodes that have no parent, unless there is one already."""
    tops = [node for node in nodes if node.parent is None]
    parents = {node.parent for node in nodes}
    if root is None and len(tops) == 1 and tops[0].code in parents:
        return nodes
    top = root or Criterion("index")
    return top, *(
        replace(node, parent=top.code) if node.parent is None else node
        for node in nodes
    )


def _placed(
    problems: Iterable[Problem], places: Mapping[str, tuple[int, bool]]
) -> Iterable[Problem]:
    """Say where in a list of entries a problem stands, sparing entries with flaws."""
    for text, (code, *key) in problems:
        position, flawed = places.get(str(code), (None, False))
        if not flawed:
            place = ("root",) if position is None else ("criteria", position)
            yield Problem(text, (*place, *key))
