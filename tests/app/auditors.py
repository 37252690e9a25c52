"""Other people's accounting programs, each asked in its own way."""

import csv
import os
import shutil
import subprocess
from decimal import Decimal

import pytest

CLASSES = {
    "cash": "Assets",
    "loans": "Assets",
    "charges_due": "Assets",
    "late_due": "Assets",
    "fines_owed": "Assets",
    "arrears": "Assets",
    "lent": "Assets",
    "lent_due": "Assets",
    "savings": "Liabilities",
    "voluntary": "Liabilities",
    "held": "Liabilities",
    "payable": "Liabilities",
    "external": "Liabilities",
    "external_due": "Liabilities",
    "contributions": "Equity",
    "retained": "Equity",
    "distributed": "Equity",
    "income": "Income",
    "expense": "Expenses",
}
"""Written out again: what is compared with others must not come from the export itself."""
COMMANDS = {"hledger": "hledger", "ledger": "ledger", "beancount": "bean-check"}
PROGRAMS = [
    pytest.param(
        program,
        marks=pytest.mark.skipif(not shutil.which(command), reason=f"{command} is not installed"),
    )
    for program, command in COMMANDS.items()
]
FLAT = ["balance", "--flat", "--empty", "--no-total"]


def run(*command, folder):
    """Run a program with no settings of whoever runs the tests."""
    settings = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "BEANCOUNT_DISABLE_LOAD_CACHE": "1",
    }
    options = {"capture_output": True, "text": True, "encoding": "utf-8"}
    return subprocess.run(command, check=False, cwd=folder, env=settings, **options)


def verdict(program, file):
    """What a program has to say against a file at its strictest; empty when nothing."""
    strictest = {
        "hledger": ["hledger", "check", "--strict", "ordereddates"],
        "ledger": ["ledger", "--args-only", "--strict", "--pedantic", *FLAT],
        "beancount": ["bean-check"],
    }[program]
    option = [] if program == "beancount" else ["-f"]
    done = run(*strictest, *option, file.name, folder=file.parent)
    said = done.stderr if program == "ledger" else done.stderr + done.stdout
    return said or ("" if done.returncode == 0 else f"exit {done.returncode}")


def balances(program, file):
    """Every account's balance as the program works it out."""
    shape = '"%(account)","%(display_total)"\n'
    query = "SELECT account, sum(position) GROUP BY account"
    command = {
        "hledger": ["hledger", *FLAT, "-O", "csv", "-f", file.name],
        "ledger": ["ledger", "--args-only", *FLAT, "--format", shape, "-f", file.name],
        "beancount": ["bean-query", "-f", "csv", file.name, query],
    }[program]
    done = run(*command, folder=file.parent)
    assert (done.returncode, done.stderr) == (0, "")
    rows = list(csv.reader(done.stdout.splitlines()))
    if program != "ledger":
        del rows[0]
    return {
        account.strip(): Decimal(amount.split()[0] or "0")
        for account, amount in rows
        if amount.strip()
    }


def spelled(account, program):
    """What an account is to be called, told here a second time."""
    fund, kind, *rest = (
        part[0].upper() + part[1:].replace("_", "-") for part in account.split(":")
    )
    of_class = CLASSES[account.split(":")[1]]
    head = [of_class, fund] if program == "beancount" else [fund, of_class]
    return ":".join([*head, *([] if of_class in ("Income", "Expenses") else [kind]), *rest])


def described(program, file):
    """The descriptions that a program read."""
    command = {
        "hledger": ["hledger", "descriptions", "-f", file.name],
        "ledger": ["ledger", "--args-only", "payees", "-f", file.name],
        "beancount": ["bean-query", "-f", "csv", file.name, "SELECT DISTINCT narration"],
    }[program]
    return run(*command, folder=file.parent).stdout.splitlines()
