"""``python -m benchmarks.linkage --size quick --out DIR``: the goal table, beside the peers, on this machine."""

from __future__ import annotations

import os
import platform
import shutil
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from benchmarks.linkage import plots, report
from benchmarks.linkage.datasets import Dataset, Unavailable, dataset
from benchmarks.linkage.running import kept, run

OURS: Final = "tulga"


def main(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    size: Annotated[str, typer.Option(help="smoke, quick, full or large; see plan.toml.")] = "quick",
    out: Annotated[Path, typer.Option(help="Folder for tables and plots.")] = Path("build/benchmarks/linkage"),
    work: Annotated[Path | None, typer.Option(help="Folder for data and answers [default: OUT/work].")] = None,
    shared: Annotated[Path | None, typer.Option(envvar="TULGA_SHARED", help="The evaluation data.")] = None,
    only: Annotated[str, typer.Option(help="Data sets, with commas between: febrl3,people_100000.")] = "",
    tools: Annotated[str, typer.Option(help="Tools, with commas between: tulga,splink wide.")] = "",
    again: Annotated[bool, typer.Option(help="Repeat runs whose results are kept from before.")] = False,
    page: Annotated[Path | None, typer.Option(help="Also write the tables under the head of page.md, here.")] = None,
) -> None:
    """Run every tool of the plan on every data set, one after another, and write tables and plots."""
    plan = tomllib.loads((Path(__file__).parent / "plan.toml").read_text("utf-8"))[size]
    place = (work or out / "work").resolve()
    for name, chosen in _chosen(plan, only, tools):
        try:
            data = dataset(name, place / "data", shared)
        except Unavailable as reason:
            typer.echo(f"{name}: left out: {reason}", err=True)
            continue
        for tool in chosen:
            if again or not kept(place, name, tool).exists():
                _tried(data, tool, place, plan["limit"])
    _write(place, out, page)


def _tried(data: Dataset, tool: str, place: Path, limit: float) -> None:
    """One run; a tool that is not installed is told of and left out, the others go on."""
    typer.echo(f"{data.name}: {tool}", err=True)
    try:
        done = run(data, tool, place, limit)
    except FileNotFoundError as missing:
        typer.echo(f"  left out: {missing}", err=True)
        return
    typer.echo(f"  {done['failed'] or ''} {done['seconds']:.1f} s, F1 {done.get('f1', 0):.4f}", err=True)


def _chosen(plan: dict[str, Any], only: str, tools: str) -> list[tuple[str, list[str]]]:
    """Data sets and tools of the plan, narrowed to what was asked for; a data set outside the plan gets Tulga."""
    names = only.split(",") if only else list(plan["runs"])
    wanted = tools.split(",") if tools else None
    return [(name, wanted or plan["runs"].get(name, [OURS])) for name in names]


def _write(place: Path, out: Path, page: Path | None) -> None:
    out.mkdir(parents=True, exist_ok=True)
    results = report.read(place / "results")
    text = report.markdown(results, _machine())
    (out / "linkage.md").write_text(text, "utf-8")
    shutil.copytree(place / "results", out / "results", dirs_exist_ok=True)
    plots.plot(results, out)
    if page:
        page.write_text((Path(__file__).parent / "page.md").read_text("utf-8") + "\n" + text, "utf-8")
    typer.echo(text)


def _machine() -> str:
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "pyarrow", "duckdb"))
    load, cores = os.getloadavg()[2], os.cpu_count() or 1
    busy = (
        " **Others used the machine too: read CPU seconds; wall seconds and the goals made of them say nothing.**"
        if load > 2 * cores
        else ""
    )
    return (f"Machine: {cores} cores, {pages * size / 2**30:.0f} GiB, {platform.machine()}, Python "
            f"{platform.python_version()}, {libraries}; load average at the end {load:.1f}.{busy}")  # fmt: skip


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    app.command()(main)
    app()
