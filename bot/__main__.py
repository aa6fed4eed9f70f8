"""The commands: python -m bot …  A wrong input ends with exit status 2 and one sentence on standard error."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from sqlalchemy.exc import SQLAlchemyError

from bot import commands, logs
from bot.inputs import Refused
from bot.schema import SchemaRefused
from bot.settings import SettingsError, load
from exports.documents import PAPERS
from models.organisations import OrganisationUnclear
from models.people import ROLES
from models.plan_store import PlanRefused


class _Parser(argparse.ArgumentParser):
    """argparse prints the usage before an error; an operator gets the one sentence."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m bot", description="The LINE bot that gets the monthly report in.")
    common = _Parser(add_help=False)
    common.add_argument("--organisation", metavar="NAME", help="which organisation, needed only when there are two")
    command = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, help_: str) -> argparse.ArgumentParser:
        return command.add_parser(name, help=help_, description=help_, parents=[common])

    demo = add("demo", "bot, LINE stand-in and chat page on one address, with a sample agency and a movable clock")
    demo.add_argument("--port", type=int, help="port of the one address (default: PORT)")
    demo.add_argument("--answered", action="store_true", help="begin at the end of a round, with its answers in")

    serve = add("serve", "the service: webhook, worker, deliveries and clock")
    serve.add_argument("--port", type=int, help="port to listen on (default: PORT)")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    serve.add_argument(
        "--web-only", action="store_true", help="webhook, worker and replies only; run `clock` elsewhere"
    )
    serve.add_argument("--clock", metavar="ISO", help="a rehearsal that starts at another instant")

    clock = add("clock", "the clock, pushes, downloads and rich menus alone (any number may run)")
    clock.add_argument("--clock", metavar="ISO", help="a rehearsal that starts at another instant")

    tick = add("tick", "do all that is due at an instant, deliver, and list what was sent to whom")
    tick.add_argument("--at", metavar="ISO", help="the instant (default: now); without a zone it is Asia/Bangkok")
    tick.add_argument("--json", action="store_true", help="print JSON (docs/commands.md)")

    remind = add("remind", "say who would be reminded of what, and what it would cost; nothing is sent")
    remind.add_argument("--dry-run", action="store_true", required=True, help="needed: `tick` is what sends")
    remind.add_argument("--at", metavar="ISO", help="the instant (default: now); without a zone it is Asia/Bangkok")
    remind.add_argument("--json", action="store_true", help="print JSON (docs/commands.md)")

    def group(name: str, help_: str) -> Callable[[str, str], argparse.ArgumentParser]:
        inner = command.add_parser(name, help=help_, description=help_)
        parts = inner.add_subparsers(dest="part", required=True, metavar="WHAT")
        return lambda part, says: parts.add_parser(part, help=says, description=says, parents=[common])

    add_plan = group("plan", "the plan of a fiscal year")

    import_ = add_plan("import", "read a plan: .xlsx in our template, or .json as in samples/plans")
    import_.add_argument("file", metavar="FILE")
    import_.add_argument("--year", type=int, metavar="BE", help="fiscal year, when the file does not say it")
    import_.add_argument("--dry-run", action="store_true", help="only say what would change")
    import_.add_argument("--from", dest="owed_from", metavar="YYYY-MM", help="owed from this month on, not from now")
    template = add_plan("template", "write an empty template to fill in")
    template.add_argument("out", metavar="OUT")
    export = add_plan("export", "write the stored plan in the template's form")
    export.add_argument("out", metavar="OUT")
    export.add_argument("--year", type=int, metavar="BE", help="fiscal year (default: the newest)")
    assign = add_plan("assign", "give a measure an owner; the printed responsible cell does not change")
    assign.add_argument("code", metavar="CODE")
    assign.add_argument("division", metavar="DIVISION")
    assign.add_argument("--year", type=int, metavar="BE", help="fiscal year (default: the newest)")

    add_scores = group("scores", "the ITA scores of a year")
    add_scores("template", "write an empty template to fill in").add_argument("out", metavar="OUT")
    scores_in = add_scores("import", "read the scores of a year: .xlsx in our template")
    scores_in.add_argument("file", metavar="FILE")
    scores_in.add_argument("--year", type=int, metavar="BE", help="ITA year, when the file does not say it")
    scores_in.add_argument("--dry-run", action="store_true", help="only say what it means")
    scores_show = add_scores("show", "what is under the threshold, which measure answers it, and the year before")
    scores_show.add_argument("--year", type=int, metavar="BE", help="ITA year (default: the newest)")
    scores_show.add_argument("--json", action="store_true", help="print JSON (docs/commands.md)")
    threshold = add_scores("threshold", "show or change the score under which an item needs a measure")
    threshold.add_argument("score", type=float, nargs="?", metavar="SCORE", help="such as 85")

    add_oit = group("oit", "the OIT items of measures and report by ITA year")
    oit_list = add_oit("list", "print the years that are known")
    oit_list.add_argument("--json", action="store_true", help="print JSON (docs/commands.md)")
    oit_set = add_oit("set", "add or correct a year")
    oit_set.add_argument("--year", type=int, required=True, metavar="BE", help="ITA year")
    oit_set.add_argument("--measures", required=True, metavar="CODE", help="item of the measures, such as O25")
    oit_set.add_argument("--report", required=True, metavar="CODE", help="item of the report, such as O26")
    oit_set.add_argument(
        "--covers", type=int, metavar="BE", help="fiscal year of the report (default: the one before)"
    )

    add_holidays = group("holidays", "the days on which offices are closed")
    list_ = add_holidays("list", "print the table")
    list_.add_argument("--year", type=int, metavar="BE", help="calendar year (default: all)")
    add_day = add_holidays("add", "add a day off, such as one that the cabinet announced")
    add_day.add_argument("day", metavar="YYYY-MM-DD")
    add_day.add_argument("name", metavar="NAME")
    remove_day = add_holidays("remove", "take a day off out of the table")
    remove_day.add_argument("day", metavar="YYYY-MM-DD")
    fill = add_holidays("fill", "fill a year that has no table from the package holidays")
    fill.add_argument("year", type=int, metavar="BE")
    fill.add_argument("--dry-run", action="store_true", help="only print what would be added")

    deadlines = add("deadlines", "show or change when months open, are due and close, and the rounds")
    deadlines.add_argument("--set", action="append", metavar="NAME=VALUE", help="such as timely_days=7; repeatable")
    deadlines.add_argument(
        "--from", dest="since", metavar="YYYY-MM", help="--set counts from this month (default: the next to open)"
    )
    deadlines.add_argument("--rounds", metavar="LIST", help="such as 3m,6m,12m")

    add_chain = group("chain", "who endorses the round's report, in which order")
    add_chain("show", "print the posts in order with who holds them")
    set_ = add_chain("set", "set the posts: the first prepares, the last approves, the others comment between")
    set_.add_argument("posts", metavar="POSTS", help="with commas between them, in quotes")
    holder = add_chain("holder", "say who holds a post, or stands in for it")
    holder.add_argument("post", metavar="POST", help="its name, or how it begins")
    holder.add_argument("--person", metavar="NAME", help="the name in the chat of an executive, head or secretary")
    holder.add_argument("--id", type=int, metavar="N", help="the same by the id, when two have one name")
    holder.add_argument("--acting", action="store_true", help="stands in for the post")
    holder.add_argument("--until", metavar="YYYY-MM-DD", help="the last day of --acting")
    vacate = add_chain("vacate", "say that nobody holds a post")
    vacate.add_argument("post", metavar="POST")

    invite = add("invite", "make an invitation: a code and a link to hand out")
    invite.add_argument("--role", required=True, choices=ROLES)
    invite.add_argument("--division", metavar="NAME", help="needed for reporter and head")
    invite.add_argument("--acting", action="store_true", help="stands in for the post (needs --until)")
    invite.add_argument("--until", metavar="YYYY-MM-DD", help="the last day of --acting")
    invite.add_argument("--uses", type=int, default=1, help="how many people may use it (default 1)")
    invite.add_argument("--days", type=int, default=14, help="how many days it is good (default 14)")
    invite.add_argument("--qr", metavar="FILE", help="also write a QR code (.png or .svg) of the link")
    invite.add_argument("--json", action="store_true", help="print JSON (docs/commands.md)")

    report = add("report", "write the report of a round")
    report.add_argument("--year", type=int, required=True, metavar="BE", help="fiscal year, such as 2570")
    report.add_argument("--round", required=True, choices=("6m", "12m", "3m"))
    report.add_argument("--quarter", type=int, choices=(1, 2, 3, 4), help="needed for --round 3m")
    report.add_argument("--layout", metavar="NAME", help="default: the plan's own; own: the agency's form")
    report.add_argument(
        "--out", required=True, metavar="FILE", help=".xlsx, .docx for the memo, .zip for the evidence"
    )
    report.add_argument(
        "--paper", choices=tuple(PAPERS), help="which paper (default: the first of the file's ending)"
    )

    freeze = add("freeze", "freeze a round's report: its figures and texts never change after")
    freeze.add_argument("--year", type=int, required=True, metavar="BE", help="fiscal year, such as 2570")
    freeze.add_argument("--round", required=True, choices=("6m", "12m", "3m"))
    freeze.add_argument("--quarter", type=int, choices=(1, 2, 3, 4), help="needed for --round 3m")
    freeze.add_argument("--dry-run", action="store_true", help="only list what the report lacks")
    freeze.add_argument("--waive", metavar="REASON", help="let all that is lacking stay, with this reason")
    freeze.add_argument("--undo", action="store_true", help="take the newest version back, unless it was endorsed")
    freeze.add_argument("--versions", action="store_true", help="list the versions, and what differs between them")
    add_wording = group("wording", "what the agency's memo, announcement and circular say")
    add_wording("list", "print every text by its name, and the fields that a text may name")
    set_ = add_wording("set", "say a text differently; fields in braces, such as {organisation}, are filled in")
    set_.add_argument("name", metavar="NAME", help="such as memo.subject")
    set_.add_argument("text", metavar="TEXT", nargs="?")
    set_.add_argument("--file", metavar="FILE", help="read the text from this file (UTF-8)")
    reset = add_wording("reset", "say a text as usual again")
    reset.add_argument("name", metavar="NAME")
    add_form = group("form", "the agency's own form for the report")
    form_import = add_form("import", "read a form (.xlsx with headings) and say what each column was taken for")
    form_import.add_argument("file", metavar="FILE")
    form_import.add_argument("--match", action="append", metavar="HEADING=FIELD", help="correct a column; repeatable")
    form_import.add_argument("--yes", action="store_true", help="use this form from now on")
    add_form("show", "say which form is in use")
    add_form("remove", "use no form of the agency's own any more")

    reopen = add("reopen", "take answers again for one measure, division and month after the lock")
    reopen.add_argument("code", metavar="CODE")
    reopen.add_argument("division", metavar="DIVISION")
    reopen.add_argument("month", metavar="YYYY-MM")
    reopen.add_argument("--reason", required=True)

    backup = add("backup", "write database and evidence into one file, also while the service runs")
    backup.add_argument("out", metavar="OUT", help="a .zip file that does not exist yet")
    restore = add("restore", "bring a backup into an empty database and an empty evidence folder")
    restore.add_argument("file", metavar="FILE")

    replay = add("replay", "apply again what was parked with an error, send again what was held by a used-up quota")
    replay.add_argument("id", metavar="ID", nargs="?", help="only this one; also a refused or an unclear message")
    replay.add_argument("--all", action="store_true", help="send again what LINE refused, too")
    replay.add_argument("--list", action="store_true", help="only list what is stuck, without what it says")
    replay.add_argument("--json", action="store_true", help="with --list: print JSON (docs/commands.md)")

    audit = add("audit", "who changed what, when, from what to what")
    audit.add_argument("--measure", metavar="CODE")
    audit.add_argument("--division", metavar="NAME")
    audit.add_argument("--since", metavar="YYYY-MM-DD", help="from this day on")
    audit.add_argument("--json", action="store_true", help="print JSON (docs/commands.md)")

    doctor = add(
        "doctor", "look at everything that must be right, and say what to do; status 1 when there is a fault"
    )
    doctor.add_argument("--json", action="store_true", help="print JSON (docs/commands.md)")

    add("migrate", "bring the database to this program's version")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    args = _parser().parse_args(arguments)
    logs.begin()
    name = f"{args.command}_{args.part}" if "part" in args else args.command
    try:
        return commands.COMMANDS[name](load(), args) or 0
    except (Refused, SchemaRefused, SettingsError, OrganisationUnclear, PlanRefused) as problem:
        print(problem, file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"{problem.filename or 'a file'}: {problem.strerror}", file=sys.stderr)
        return 2
    except SQLAlchemyError as problem:
        print(f"the database cannot be used: {str(problem).splitlines()[0]}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
