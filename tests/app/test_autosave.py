"""Each change of a draft is kept on the store's thread, the last one always."""

from coopledger.app.desk import Autosave


class Later:
    """A store's thread that works when it is told to."""

    def __init__(self):
        self.jobs = []

    def __call__(self, job, done, failed):
        self.jobs.append((job, done, failed))

    def work(self):
        job, done, failed = self.jobs.pop(0)
        try:
            result = job()
        except OSError as problem:
            failed(problem)
        else:
            done(result)


def test_saves_that_are_overtaken_are_left_out_and_the_last_is_never():
    later, kept = Later(), []
    saving = Autosave(later, kept.append, lambda: None)
    for raw in (b"1", b"2", b"3"):
        saving.offer(raw)
    assert len(later.jobs) == 1
    later.work()
    assert (kept, saving.saved) == ([b"3"], True)
    saving.offer(b"4")
    assert not saving.saved
    saving.stop()
    later.work()
    saving.offer(b"5")
    assert kept == [b"3"]
    saving.go_on()
    later.work()
    assert (kept, saving.saved) == ([b"3", b"5"], True)


def test_a_save_that_failed_is_told_and_tried_again():
    later, kept, full = Later(), [], [True]

    def keep(raw):
        if full[0]:
            raise OSError(28)
        kept.append(raw)

    answers = []
    saving = Autosave(later, keep, lambda: answers.append(saving.saved))
    saving.offer(b"1")
    later.work()
    assert answers == [False]
    assert isinstance(saving.failed, OSError)
    full[0] = False
    saving.again()
    later.work()
    assert (answers, kept, saving.failed) == ([False, True], [b"1"], None)
