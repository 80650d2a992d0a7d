"""``tulga serve``: the node on HTTP, for machines and for people."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.options import StoreOption, opened, tell


def serve(
    store: StoreOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8080,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer.")] = 1,
    threads: Annotated[int, typer.Option(min=1, help="Requests that one process answers at a time.")] = 4,
    certificate: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="TLS certificate, PEM.")] = None,
    certificate_key: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Its key, PEM.")] = None,
    insecure_cookies: Annotated[
        bool, typer.Option("--insecure-cookies", help="Plain http, for a demonstration at the loopback address only.")
    ] = False,
) -> None:
    """Serve the node: pages at /, the interface at /api/v1, its description at /openapi.json.

    Cookies need TLS: give a certificate here, or put a proxy in front (TULGA_PROXIES=1).

    Example: tulga serve --certificate node.pem --certificate-key node.key --host 0.0.0.0 --port 8443
    """
    if insecure_cookies and not _is_loopback(host):
        raise typer.BadParameter("only at the loopback address (127.0.0.1, ::1, localhost)", param_hint="--host")
    opened(store).close()  # a missing store, a wrong key or an old schema ends the command here, in words
    if store:
        os.environ["TULGA_STORE"] = store
    if insecure_cookies:
        os.environ["TULGA_SECURE_COOKIES"] = "no"
    tell(f"Tulga on {'https' if certificate else 'http'}://{host}:{port}/ (stop with Ctrl-C)")
    run(host, port, workers=workers, blocking_threads=threads, ssl_cert=certificate, ssl_key=certificate_key)


def run(host: str, port: int, **options: Any) -> None:
    """Serve ``api.app.serving`` until the process is told to stop; settings and store come from the environment.

    ``options`` are Granian's own. Its access log stays off: it would hold addresses of records; the node logs routes.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "api.app:serving",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
        **options,
    ).serve()


def _is_loopback(host: str) -> bool:
    return host in {"127.0.0.1", "::1", "localhost"}
