"""The ledger's thread: order, answers on the window's thread, progress, stop, close."""

import threading
from functools import partial

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from coopledger.desktop.background import Background, Stopped


@pytest.fixture
def background(qapp):
    made = Background()
    yield made
    made.close()


def test_jobs_run_on_one_other_thread_in_order_and_answers_come_on_this_one(qtbot, background):
    ran, answered = [], []
    for number in range(20):
        background.run(
            lambda number=number: ran.append((number, threading.get_ident())),
            lambda _none: answered.append(threading.get_ident()),
        )
    qtbot.waitUntil(lambda: background.idle)
    assert [number for number, _ in ran] == list(range(20))
    assert len({thread for _, thread in ran}) == 1
    assert ran[0][1] != threading.get_ident()
    assert set(answered) == {threading.get_ident()}


def test_what_a_job_raises_comes_to_failed(qtbot, background):
    told = []
    background.run(lambda: 1 // 0, failed=told.append)
    qtbot.waitUntil(lambda: background.idle)
    assert isinstance(told[0], ZeroDivisionError)


def test_what_nobody_takes_goes_to_the_programs_dialog(qtbot, background):
    with qtbot.captureExceptions() as told:
        background.run(lambda: 1 // 0)
        qtbot.waitUntil(lambda: background.idle)
    assert told[0][0] is ZeroDivisionError


def test_money_larger_than_32_bits_arrives_whole(qtbot, background):
    told = []
    background.run(lambda: 2**53 - 1, told.append)
    qtbot.waitUntil(lambda: background.idle)
    assert told == [2**53 - 1]


def test_a_widget_that_is_gone_is_not_called(qtbot, background):
    gate = threading.Event()
    label = QLabel()
    background.run(lambda: gate.wait(5) and "late", label.setText)
    background.run(lambda: "later", partial(QLabel.setText, label))
    background.run(lambda: 1 // 0, failed=partial(lambda each, _problem: each.show(), label))
    from shiboken6 import delete

    delete(label)
    gate.set()
    qtbot.waitUntil(lambda: background.idle)


def test_progress_is_told_and_its_last_step_never_left_out(qtbot, background):
    steps = []

    def job(step):
        for done in range(1, 501):
            step(done, 500)
        return "all"

    told = []
    background.run_long(job, told.append, progress=lambda done, of: steps.append((done, of)))
    qtbot.waitUntil(lambda: background.idle)
    assert told == ["all"]
    assert steps[-1] == (500, 500)
    assert len(steps) < 100


def test_stop_ends_a_long_job_at_its_next_step(qtbot, background):
    started, done, told = threading.Event(), [], []

    def job(step):
        for number in range(10_000):
            step(number, 10_000)
            started.set()
            threading.Event().wait(0.001)
        done.append(True)

    handle = background.run_long(job, failed=told.append)
    assert started.wait(5)
    handle.stop()
    qtbot.waitUntil(lambda: background.idle)
    assert isinstance(told[0], Stopped)
    assert not done


def test_closing_finishes_what_was_asked_for_and_then_runs_the_last(qapp):
    background, ran = Background(), []
    for number in range(5):
        background.run(lambda number=number: ran.append(number))
    background.close(lambda: ran.append("closed"))
    assert ran == [0, 1, 2, 3, 4, "closed"]


def test_a_window_that_goes_does_not_take_the_thread_with_it(qtbot, qapp):
    background = Background()
    assert isinstance(background, QObject)
    assert background.parent() is None
    background.close()


def test_an_answer_that_is_on_its_way_when_the_window_closes_is_not_delivered(qapp):
    background = Background()
    got = []
    background.run(lambda: 1, got.append)
    background.close()
    qapp.processEvents()
    assert got == []
