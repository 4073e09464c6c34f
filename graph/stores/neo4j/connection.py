"""The connection to the server: opened once, asked with parameters, its failures told in one sentence."""

from __future__ import annotations

import logging
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Protocol, TypeVar

import neo4j
from neo4j import exceptions

from graph.stores.interface import StoreError

OLDEST = (5, 26)
_CONNECT_SECONDS = 10.0
_RETRY_SECONDS = 15.0  # the driver's waits double: that a server is gone is told after half a minute
_ROWS_FETCHED = 10_000

T = TypeVar("T")


class Ask(Protocol):
    """Puts a query with its parameters and returns the rows of the answer."""

    def __call__(self, query: str, **parameters: Any) -> list[list[Any]]:
        """The rows, each the values of one record."""
        ...


class Server:
    """A Neo4j at ``uri``. The password is kept from every text that this class makes."""

    def __init__(self, uri: str, username: str, password: str, database: str | None = None) -> None:
        self.uri = uri
        self._username = username
        self._password = password
        self._database = database
        # At its level DEBUG the driver writes what goes over the wire: names and numbers of people.
        logging.getLogger("neo4j.io").setLevel(logging.WARNING)

    def __repr__(self) -> str:
        return f"Server({self.uri!r})"

    @cached_property
    def _driver(self) -> neo4j.Driver:
        try:
            driver = neo4j.GraphDatabase.driver(
                self.uri,
                auth=(self._username, self._password),
                connection_timeout=_CONNECT_SECONDS,
                connection_acquisition_timeout=_CONNECT_SECONDS,
                max_transaction_retry_time=_RETRY_SECONDS,
                notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
                user_agent="guanlian",
            )
        except (exceptions.ConfigurationError, ValueError):
            raise StoreError(
                f"{self.uri} is no address of a Neo4j; neo4j://HOST:PORT or bolt://HOST:PORT is right"
            ) from None
        weakref.finalize(self, driver.close)
        try:
            found = driver.get_server_info().agent
        except BaseException:
            driver.close()
            raise
        product, _, version = found.partition("/")
        numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
        if product != "Neo4j" or numbers < OLDEST:
            driver.close()
            raise StoreError(f"{self.uri} is answered by {found}; Neo4j {'.'.join(map(str, OLDEST))} or later is right")
        return driver

    @contextmanager
    def session(self, *, writing: bool = False) -> Iterator[neo4j.Session]:
        """A session, whose failures are raised as ``StoreError``."""
        with self.telling():
            access = neo4j.WRITE_ACCESS if writing else neo4j.READ_ACCESS
            with self._driver.session(
                database=self._database, default_access_mode=access, fetch_size=_ROWS_FETCHED
            ) as session:
                yield session

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Whatever the server or the driver reports, as a ``StoreError``.

        The server's own words are left out: they may quote values, and nothing of a person belongs in a log.
        """
        try:
            yield
        except exceptions.AuthError:
            raise StoreError(
                f"{self.uri} refuses the user '{self._username}' with this password; "
                "correct NEO4J_USERNAME and NEO4J_PASSWORD"
            ) from None
        except BrokenPipeError:  # whoever read what we print has gone; the driver tells of the server's as unavailable
            raise
        except (exceptions.ServiceUnavailable, exceptions.SessionExpired, OSError) as error:
            if "HTTP" in str(error):
                raise StoreError(
                    f"{self.uri} is answered by a web server; the address of a Bolt port, 7687 as a rule, is right"
                ) from None
            raise StoreError(
                f"no Neo4j answers at {self.uri}; start one ('guanlian neo4j start') or correct GUANLIAN_STORE"
            ) from None
        except exceptions.Neo4jError as error:
            if error.code == "Neo.ClientError.Database.DatabaseNotFound":
                raise StoreError(
                    f"{self.uri} has no database '{self._database}'; name one that it has, or none for its own"
                ) from None
            raise StoreError(f"{self.uri} could not answer ({error.code}); see the server's log") from None
        except exceptions.DriverError as error:
            raise StoreError(f"{self.uri} could not be asked ({type(error).__name__}); is it a Neo4j?") from None

    def close(self) -> None:
        """Close the connections; the next question opens them again."""
        driver = self.__dict__.pop("_driver", None)
        if driver is not None:
            driver.close()


def asking(runner: neo4j.Session | neo4j.ManagedTransaction) -> Ask:
    """What puts queries to a session or inside a transaction."""

    def ask(query: str, **parameters: Any) -> list[list[Any]]:
        return runner.run(query, parameters).values()

    return ask


def written(session: neo4j.Session, work: Callable[[Ask], T]) -> T:
    """What ``work`` returns, done in one transaction, repeated where the server asks for it."""
    return session.execute_write(lambda transaction: work(asking(transaction)))
