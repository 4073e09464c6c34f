"""Circular holdings: shares of a company that it holds itself, through others."""

from __future__ import annotations

from graph.model import Post
from graph.stores.interface import View

HOLDINGS_READ = 10_000
_CIRCLES_TOLD = 20


def circles(view: View, company: str, day: int) -> tuple[list[tuple[Post, ...]], bool]:
    """The shortest circle of holdings through ``company`` by each of its holders; and whether a limit cut it short.

    A circle begins with what the company holds and ends with what is held in it. Of several shortest ones by one
    holder the one of least ids is told.
    """
    closing = _in_force(view.shares_in([company], HOLDINGS_READ + 1), day)
    holders = {post.holder: post for post in reversed(closing)}
    ways: dict[str, tuple[Post, ...]] = {company: ()}
    frontier, read, cut = [company], len(closing), len(closing) > HOLDINGS_READ
    while frontier and not cut and not holders.keys() <= ways.keys():
        posts = view.shares_held(frontier, HOLDINGS_READ - read + 1)
        read += len(posts)
        cut = read > HOLDINGS_READ
        by_holder: dict[str, list[Post]] = {}
        for post in _in_force(posts, day):
            by_holder.setdefault(post.holder, []).append(post)
        reached = []
        for holder in frontier:
            for post in by_holder.get(holder, ()):
                if post.organization not in ways:
                    ways[post.organization] = (*ways[holder], post)
                    reached.append(post.organization)
        frontier = reached
    found = [(*ways[holder], last) for holder, last in sorted(holders.items()) if holder in ways]
    found.sort(key=lambda posts: (len(posts), [post.holder for post in posts]))
    return found[:_CIRCLES_TOLD], cut or len(found) > _CIRCLES_TOLD


def _in_force(posts: list[Post], day: int) -> list[Post]:
    return [post for post in posts if post.held.holds_on(day)]
