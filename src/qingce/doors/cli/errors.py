"""What can go wrong before a command does its work."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, QingceError


class CommandMissing(QingceError):
    """The command is listed, but its module is not installed."""

    code = "command-missing"

    def __init__(self, command: str) -> None:
        super().__init__(f"This installation has no command {command}; update the installation.", command=command)


class DatabaseNotReady(QingceError):
    """Tables are missing or old."""

    code = "database-not-ready"

    def __init__(self, count: int) -> None:
        super().__init__(
            f"The database is not ready: {count} migrations are missing; run `make run`, "
            "or `python -m django migrate`.",
            count=count,
        )


class NobodyDecided(InvalidValue):
    """A decision needs somebody who answers for it, by a name that fits."""

    code = "nobody-decided"

    def __init__(self, longest: int) -> None:
        super().__init__(f"Say who decides, in 1 to {longest} characters: the name is kept and shown.", longest=longest)


class PortTaken(QingceError):
    """Another program listens on the port."""

    code = "port-taken"

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is taken; stop the program that uses it, or choose another with --port.", port=port
        )


class PortForbidden(QingceError):
    """The system does not let this user listen on the port."""

    code = "port-forbidden"

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is not allowed here; choose one above 1023 with --port.", port=port)


class AddressUnknown(QingceError):
    """The host is not an address of this machine."""

    code = "address-unknown"

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} is no address of this machine; give one with --host, such as 127.0.0.1.", host=host)


class ServerSilent(QingceError):
    """The server was started but does not answer."""

    code = "server-silent"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"No answer from the server within {seconds} s; see the log above.", seconds=seconds)


class ServerStopped(QingceError):
    """The server ended by itself."""

    code = "server-stopped"

    def __init__(self, status: int) -> None:
        super().__init__(f"The server stopped by itself (status {status}); see the log above.", status=status)


class NotAnAssignment(InvalidValue):
    """An argument should say which field gets which value."""

    code = "not-an-assignment"

    def __init__(self, text: str) -> None:
        super().__init__(f"“{text}” should read FIELD=VALUE.", text=text)


class MappingNotConfirmed(QingceError):
    """Nobody was there to say that a proposed mapping is right."""

    code = "mapping-not-confirmed"

    def __init__(self, file: str) -> None:
        super().__init__(
            f"The columns of {file} are not named as ours. Look at the mapping above: take it with --yes, or keep it "
            "in a .toml file, change it there and give that with --mapping.",
            file=file,
        )


class ConstantsNeeded(QingceError):
    """What no column says was not said otherwise."""

    code = "constants-needed"

    def __init__(self, file: str, names: str) -> None:
        super().__init__(
            f"No column of {file} says {names}: say it with --set NAME=VALUE, or in a mapping such as the one above, "
            "kept in a .toml file and given with --mapping.",
            file=file, names=names,
        )  # fmt: skip


class UnknownConstant(InvalidValue):
    """What is said for a whole file is one of a few things, and a type is one there is."""

    code = "constant-unknown"

    def __init__(self, text: str, known: str) -> None:
        super().__init__(f"“{text}” cannot be set; there is {known}.", text=text, known=known)


class EnterpriseNotSaid(InvalidValue):
    """`same` needs the number of the enterprise; the other answers have none."""

    code = "enterprise-not-said"

    def __init__(self) -> None:
        super().__init__("Say `same` with the number of the enterprise; `new` and `pass` stand alone.")


class NoDemoLogIn(QingceError):
    """This installation has no account of the demonstration."""

    code = "no-demo-log-in"

    def __init__(self, file: str) -> None:
        super().__init__(
            f"There is no log-in of the demonstration here ({file} in the home folder); `make run` makes it "
            "when it fills an empty database.",
            file=file,
        )


class NotTwoPeople(InvalidValue):
    """What hides or restores something public is decided by two."""

    code = "not-two-people"

    def __init__(self, name: str) -> None:
        super().__init__(f"--by and --second both name {name}; another person has to confirm.", name=name)


class FactsNotKept(InvalidValue):
    """The database keeps no facts for this rulebook."""

    code = "facts-not-kept"

    def __init__(self, name: str) -> None:
        super().__init__(f"The database keeps no facts for {name}; give a table of facts with --facts.", name=name)
