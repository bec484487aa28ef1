"""How Django finds this room, and how every kind that is searched follows the feed."""

from __future__ import annotations

from functools import partial

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The room `search`."""

    name = "qingce.shared.search"
    label = "search"

    def ready(self) -> None:
        """Lets each kind that other rooms register from now on follow the feed."""
        from qingce.shared.changes.registry import Follower, register_follower
        from qingce.shared.search.actions import apply_changes, build_anew
        from qingce.shared.search.homes import home_id
        from qingce.shared.search.readers import is_readable
        from qingce.shared.search.registry import Indexed, follower_name, on_register

        def follow(indexed: Indexed) -> None:
            # One follower for each kind: an index that is busy or broken does not hold the others up.
            register_follower(
                Follower(
                    name=follower_name(indexed.kind),
                    kinds=frozenset({indexed.kind}),
                    apply=apply_changes,
                    place=home_id,
                    rebuild=partial(build_anew, indexed.kind),
                    is_there=partial(is_readable, indexed.kind),
                )
            )

        on_register(follow)
