"""Hands to type with at the desk of a small group."""

from coopledger.app.desk import boxes

NAMES = {"M01": "Atuhaire Esther", "M02": "Tumusiime Isaac", "M03": "Okello John"}


def put(desk, member, column, text):
    desk.type(list(NAMES).index(member), desk.index[column], text)


def shown(desk, member, column):
    return desk.cell(list(NAMES).index(member), desk.index[column])


def close(desk):
    for box in boxes(desk):
        desk.count(box.fund, str(box.expected))
