"""How a page's bytes are compressed for the store; hashes are always over the plain bytes."""

import zlib

from coopledger.ledger import canonical

_DICTIONARY = (
    b'"m":["M01","M02","M03","M04","M05"],"k":"due","a":500,"f":"social","k":"death","m":"M'
    b'{"a":0,"k":"expense","f":"loan","note":"{"k":"leave","principal":0,"refund":0,"savings":0,'
    b'{"c":0,"k":"write_off","l":1,"p":0,"note":"{"a":10000,"f":"loan","from":"box","k":"move","to":"bank"}'
    b'{"a":1000,"k":"charge","l":1,"on":"2025-01-01"},{"a":50000,"k":"loan","l":1,"m":"M01","note":"'
    b'","weeks":12},{"c":1000,"k":"repay","l":1,"p":10000},{"a":200,"code":"late","k":"fine","m":"M01"},'
    b'{"a":200,"k":"fine_paid","m":"M01"},{"a":10000,"f":"social","k":"grant","m":"M01","note":"'
    b'{"a":100,"book":100,"f":"loan","k":"count"},{"a":100,"book":100,"f":"social","k":"count"},'
    b'{"a":-100,"f":"loan","k":"over_short"},'
    b'{"k":"attend","m":"M01","s":"excused"},{"k":"attend","m":"M01","s":"absent"},'
    b'{"k":"attend","m":"M01","s":"late"},{"k":"attend","m":"M01","s":"present"},'
    b'{"a":4000,"k":"shares","m":"M01","n":2},{"a":500,"f":"social","k":"contribute","m":"M01"},'
    b'"prev":"","rules":1,"seals":"","time":17,"totals":{"arrears":0,"charges_due":0,"fines_owed":0,'
    b'"loan_bank":0,"loan_box":0,"loan_box_book":0,"loans":0,"members":24,"savings":0,"shares":0,'
    b'"social_box":0,"social_box_book":0},"v":1}{"app":1,"body":"","book":"","date":"2025-01-01",'
    b'"device":"","epoch":1,"events":60,"kind":"copied","length":2000,"meeting":1,"number":2,'
    b'"kind":"meeting",'
)
"""Primes the compressor of stored pages; its bytes may never change (packing 1)."""


def pack(raw: bytes) -> bytes:
    """Compress bytes for the store; hashes are always over the plain bytes."""
    # Level 9 takes a third longer over a page and saves two bytes of a thousand.
    packer = zlib.compressobj(6, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _DICTIONARY)
    return packer.compress(raw) + packer.flush()


def unpack(packed: bytes) -> bytes:
    """Undo `pack`.

    Raises:
        NotCanonical: the bytes are damaged, or unpack to more than a page may hold.
    """
    unpacker = zlib.decompressobj(-15, _DICTIONARY)
    try:
        raw = unpacker.decompress(packed, 2 * canonical.MAX_BYTES)
    except zlib.error:
        raise canonical.NotCanonical("the stored bytes are damaged") from None
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise canonical.NotCanonical("the stored bytes are damaged")
    return raw
