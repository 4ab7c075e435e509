"""Codes that people dictate: what is caught, what is forgiven, what is never accepted."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from feedback import codes

bodies = st.text(codes.ALPHABET, min_size=codes.BODY_LENGTH - 1, max_size=codes.BODY_LENGTH - 1)


def whole(payload: str) -> str:
    body = payload + codes.check_character(payload)
    return f"AH-{body[:4]}-{body[4:]}"


def test_the_alphabet_has_one_of_each_look_alike_and_a_prime_number_of_characters() -> None:
    assert len(set(codes.ALPHABET)) == len(codes.ALPHABET) == 19
    for pair in ("0O", "1I", "1L", "5S", "2Z", "8B", "6G", "UV", "MN", "EA"):
        assert not set(pair) <= set(codes.ALPHABET), pair


def test_a_new_code_has_the_shape_that_is_printed() -> None:
    code = codes.new_public_code("AH")
    assert code.startswith("AH-")
    assert [len(group) for group in code.split("-")] == [2, 4, 4]
    assert codes.parse_public_code(code, "AH") == code


@given(bodies)
def test_every_code_is_read_back(payload: str) -> None:
    assert codes.parse_public_code(whole(payload), "AH") == whole(payload)


@given(bodies, st.integers(0, codes.BODY_LENGTH - 1), st.sampled_from(codes.ALPHABET))
def test_one_wrong_character_is_always_caught(payload: str, place: int, wrong: str) -> None:
    body = whole(payload)[3:].replace("-", "")
    assume(body[place] != wrong)
    assert codes.parse_public_code(body[:place] + wrong + body[place + 1 :], "AH") is None


@given(bodies, st.integers(0, codes.BODY_LENGTH - 2))
def test_two_swapped_neighbours_are_always_caught(payload: str, place: int) -> None:
    body = whole(payload)[3:].replace("-", "")
    assume(body[place] != body[place + 1])
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    assert codes.parse_public_code(swapped, "AH") is None


@given(bodies, st.data())
def test_spaces_dashes_case_and_prefix_are_forgiven(payload: str, data: st.DataObject) -> None:
    code = whole(payload)
    typed = data.draw(
        st.sampled_from([code.lower(), code.replace("-", ""), code[3:], code.replace("-", " – ")])
    )
    assert codes.parse_public_code(f"  {typed} ", "AH") == code


@given(bodies)
def test_look_alikes_are_read_as_what_is_printed(payload: str) -> None:
    code = whole(payload)
    typed = code[3:].translate(str.maketrans("2586M", "ZSBGN"))
    assert codes.parse_public_code(typed, "AH") == code


def test_a_prefix_with_a_stroked_letter_is_understood() -> None:
    code = codes.new_public_code("DN")
    assert codes.parse_public_code(code.replace("DN", "Đn"), "DN") == code


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "AH-",
        "AH-4K7M",
        "0" * 5000,
        "' OR 1=1 --",
        "AH-4K7M-92P\x00",
        "🙂🙂🙂🙂🙂🙂🙂🙂",
        "../../etc",
        "%00",
        "ＡＨ",
    ],
)
def test_anything_else_is_no_code(typed: str) -> None:
    assert codes.parse_public_code(typed, "AH") is None
    assert codes.parse_secret(typed) is None


@given(st.text(max_size=100))
def test_no_text_makes_the_readers_fail(typed: str) -> None:
    codes.parse_public_code(typed, "AH")
    codes.parse_secret(typed)


@given(st.binary(min_size=16, max_size=40))
def test_a_secret_has_four_groups_of_four_and_is_read_back(digest: bytes) -> None:
    secret = codes.secret_from_bytes(digest)
    assert [len(group) for group in secret.split("-")] == [4, 4, 4, 4]
    assert codes.parse_secret(secret.lower().replace("-", " ")) == secret


def test_a_secret_needs_enough_random_bytes() -> None:
    with pytest.raises(ValueError, match="16"):
        codes.secret_from_bytes(b"short")


def test_a_hash_fits_its_secret_only_and_does_not_contain_it() -> None:
    secret = codes.secret_from_bytes(b"0123456789abcdef")
    stored = codes.hash_secret(secret)
    assert secret not in stored
    assert codes.secret_matches(secret, stored)
    assert not codes.secret_matches(codes.secret_from_bytes(b"another 16 bytes"), stored)
    assert stored != codes.hash_secret(secret)


@pytest.mark.parametrize("stored", ["", "x", "a$b$c$d", "pbkdf2_sha256$0$AAAA$AAAA", "md5$1$AAAA$AAAA"])
def test_a_broken_hash_fits_nothing(stored: str) -> None:
    assert not codes.secret_matches("HK7M-92PX-4TQR-WCF3", stored)
