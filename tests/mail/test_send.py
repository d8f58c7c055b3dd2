"""`publisher send` against a real mail server: what arrives, what is refused, and that no secret is shown."""

import base64
import email
import email.policy
import socket
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.books import Run, post, run, small_blog
from tests.mail.server import PASSWORD, USER, Postbox, postbox

KINDLE = "haru_01@kindle.com"
CHAPTER = '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An EPUB with a Korean name, spelled as macOS spells it."""
    return epub(tmp_path / "모래 묻은 키보드.epub", {"OEBPS/a.xhtml": CHAPTER.format("<p>가</p>")})


def epub(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", "<container/>")
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def sent(box: Postbox | int, book: Path, *args: str, password: str = PASSWORD, **environment: str) -> Run:
    """`publisher send` to a server, all of the settings from the environment."""
    port, ca_file = (box.port, box.ca_file) if isinstance(box, Postbox) else (box, "")
    settings = {
        "PUBLISHER_SMTP_HOST": "localhost",
        "PUBLISHER_SMTP_PORT": str(port),
        "PUBLISHER_SMTP_USER": USER,
        "PUBLISHER_SMTP_PASSWORD": password,
        "PUBLISHER_SMTP_CA_FILE": ca_file,
        "PUBLISHER_MAIL": str(book.parent / "mail.toml"),
    }
    to = () if "--to" in args else ("--to", KINDLE)
    done = run("send", book, *to, *args, env=settings | environment)
    _no_secret(done, password)
    return done


def _no_secret(done: Run, password: str = PASSWORD) -> None:
    """Neither the password nor what AUTH sends of it stands anywhere in what was printed."""
    plain = base64.b64encode(f"\0{USER}\0{password}".encode()).decode()
    coded = base64.b64encode(password.encode()).decode()
    for secret in (password, plain, coded, coded.rstrip("=")):
        assert secret not in done.out + done.err
    assert "Traceback" not in done.err


def parsed(mail: bytes) -> EmailMessage:
    message = email.message_from_bytes(mail, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_book_arrives(book: Path, tmp_path: Path) -> None:
    """Through STARTTLS and login: the attachment's bytes, its Korean name, subject, sender, date, id."""
    with postbox(tmp_path) as box:
        done = sent(box, book)
    assert (0, "") == (done.code, done.err)
    assert done.out.startswith(f"모래 묻은 키보드.epub sent to {KINDLE}  (")
    (mail,), (login,) = box.mails, box.logins
    assert (USER.encode(), PASSWORD.encode()) == login
    assert ([KINDLE], [True]) == (box.recipients, box.encrypted)
    message = parsed(mail)
    assert ("모래 묻은 키보드", USER, KINDLE) == (message["Subject"], message["From"], message["To"])
    assert message["Message-ID"].endswith("@example.org>")
    assert message["Date"].datetime.tzinfo is not None
    (attachment,) = message.iter_attachments()
    assert "application/epub+zip" == attachment.get_content_type()
    assert "모래 묻은 키보드.epub" == attachment.get_filename()
    assert book.read_bytes() == attachment.get_content()
    assert mail.isascii() and max(map(len, mail.split(b"\r\n"))) <= 998
    assert socket.gethostname().encode() not in mail


def test_names_of_macos(tmp_path: Path) -> None:
    """A file name in decomposed letters is sent composed, as mail programs show it."""
    import unicodedata

    book = epub(tmp_path / unicodedata.normalize("NFD", "가을.epub"), {})
    with postbox(tmp_path) as box:
        assert (
            0
            == sent(
                box, book, "--subject", "가을의 책: 첫째 권, 그리고 아주 긴 제목이 이어지는 메일 한 통"
            ).code
        )
    message = parsed(box.mails[0])
    (attachment,) = message.iter_attachments()
    assert "가을.epub" == attachment.get_filename()
    assert "가을의 책: 첫째 권, 그리고 아주 긴 제목이 이어지는 메일 한 통" == message["Subject"]


def test_tls_from_the_first_byte(book: Path, tmp_path: Path) -> None:
    """security = "tls"; the certificate's authority may come from SSL_CERT_FILE too."""
    with postbox(tmp_path, tls=True) as box:
        done = sent(
            box, book, PUBLISHER_SMTP_SECURITY="tls", PUBLISHER_SMTP_CA_FILE="", SSL_CERT_FILE=box.ca_file
        )
    assert (0, 1) == (done.code, len(box.mails)), done.err


@pytest.mark.parametrize("tls", [False, True])
def test_strange_certificates_are_refused(book: Path, tmp_path: Path, tls: bool) -> None:
    """A certificate that nobody vouches for gets no password."""
    with postbox(tmp_path, tls=tls) as box:
        mode = "tls" if tls else "starttls"
        done = sent(box, book, PUBLISHER_SMTP_CA_FILE="", PUBLISHER_SMTP_SECURITY=mode)
    assert 8 == done.code
    assert "certificate of localhost" in done.err and "mail.ca_file" in done.err
    assert [] == box.logins == box.mails


def test_certificates_of_other_names_are_refused(book: Path, tmp_path: Path) -> None:
    """The certificate must be of the host that was asked for."""
    with postbox(tmp_path) as box:
        done = sent(box, book, PUBLISHER_SMTP_HOST="127.0.0.2")
    assert 8 == done.code and [] == box.logins


def test_no_way_back_to_plain_text(book: Path, tmp_path: Path) -> None:
    """A server without STARTTLS, or a stranger who hides it, gets nothing."""
    with postbox(tmp_path, starttls=False) as box:
        done = sent(box, book)
    assert (8, [], []) == (done.code, box.logins, box.mails)
    assert "does not offer what is needed: STARTTLS" in done.err


def test_plain_text_on_this_machine_alone(book: Path, tmp_path: Path) -> None:
    """security = "none" takes a password to loopback only."""
    with postbox(tmp_path, starttls=False) as box:
        assert 0 == sent(box, book, PUBLISHER_SMTP_SECURITY="none").code
    assert [False] == box.encrypted


def test_no_password_to_other_machines(book: Path) -> None:
    """To any other machine an open connection gets no password: told from the connection, not the name."""
    address = _own_address()
    with _answering(address, b"220 hello\r\n", b"250-hello\r\n250 AUTH PLAIN LOGIN\r\n") as (port, heard):
        done = sent(port, book, PUBLISHER_SMTP_HOST=address, PUBLISHER_SMTP_SECURITY="none")
    assert 3 == done.code
    assert "a password is not sent over an open connection" in done.err
    assert not any(b"AUTH" in line for line in heard)


def _own_address() -> str:
    """An address of this machine that is not loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a datagram socket: nothing is sent
            address = str(probe.getsockname()[0])
        except OSError:
            address = "127.0.0.1"
    if address.startswith("127."):
        pytest.skip("this machine has no address but loopback")
    return address


@contextmanager
def _answering(host: str, *answers: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """A server that gives fixed answers, one a line that it hears, and then hangs up."""
    heard: list[bytes] = []
    with socket.create_server((host, 0)) as listening:
        listening.settimeout(30)

        def serve() -> None:
            connection, _ = listening.accept()
            with connection, connection.makefile("rb") as lines:
                connection.settimeout(30)
                connection.sendall(answers[0])
                for answer in answers[1:]:
                    heard.append(lines.readline())
                    connection.sendall(answer)
                heard.append(lines.readline() if answers[-1] else b"")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1], heard
        thread.join(30)


def test_wrong_password(book: Path, tmp_path: Path) -> None:
    """535 says what to do; a server that echoes what it was sent does not make us print it."""
    wrong = "so-wrong-987"
    plain = base64.b64encode(f"\0{USER}\0{wrong}".encode()).decode()
    coded = base64.b64encode(wrong.encode()).decode()
    with postbox(tmp_path, AUTH=f"535 5.7.8 bad: {wrong} / {plain} / {coded}") as box:
        done = sent(box, book, password=wrong)
        as_json = sent(box, book, "--json", password=wrong)
    assert (8, 8, []) == (done.code, as_json.code, box.mails)
    assert f"refused the login of {USER}: 535" in done.err and "app password" in done.err
    assert "[password] / [password] / [password]" in done.err
    assert "535" in as_json.json["error"]


def test_refused_recipient(book: Path, tmp_path: Path) -> None:
    """550 names the address."""
    with postbox(tmp_path, RCPT="550 5.1.1 no such \x1b[31muser") as box:
        done = sent(box, book)
    assert 8 == done.code
    assert f"refused the address {KINDLE}: 550 5.1.1 no such" in done.err and "check the address" in done.err
    assert "\x1b" not in done.err


def test_try_again(book: Path, tmp_path: Path) -> None:
    """451 is for now; nothing is sent twice by itself."""
    with postbox(tmp_path, RCPT="451 4.7.1 greylisted") as box:
        done = sent(box, book)
    assert 8 == done.code and "try again in some minutes" in done.err


def test_too_large_for_the_server(book: Path, tmp_path: Path) -> None:
    """The server's SIZE is looked at before a byte of the mail is sent; 552 is understood too."""
    with postbox(tmp_path, limit=1000) as box:
        done = sent(box, book)
    assert (8, []) == (done.code, box.mails) and "takes 0.0 MB" in done.err
    with postbox(tmp_path, DATA="552 5.3.4 too big") as box:
        done = sent(box, book)
    assert 8 == done.code and "finds the message too large: 552" in done.err and "--split" in done.err


def test_no_server(book: Path) -> None:
    """Unknown hosts, closed ports, and servers that hang up or say nothing have messages of their own."""
    done = sent(25, book, PUBLISHER_SMTP_HOST="no-such-host.invalid")
    assert 8 == done.code and "there is no mail server no-such-host.invalid" in done.err
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        done = sent(closed.getsockname()[1], book, PUBLISHER_SMTP_HOST="127.0.0.1")
    assert 8 == done.code and "cannot reach 127.0.0.1" in done.err
    with _answering("127.0.0.1", b"220 hello\r\n", b"") as (port, _):
        done = sent(port, book, PUBLISHER_SMTP_HOST="127.0.0.1")
    assert 8 == done.code and "hung up" in done.err


def test_silent_server(book: Path) -> None:
    """A server that does not speak is given up."""
    from datetime import UTC, datetime

    from publisher.errors import SendError
    from publisher.mail.account import Account
    from publisher.mail.delivery import deliver
    from publisher.mail.letter import letter

    message = letter("a.epub", b"x", USER, KINDLE, "", datetime.now(UTC))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        account = Account("127.0.0.1", silent.getsockname()[1], "tls", USER, PASSWORD, USER, "")
        with pytest.raises(SendError, match="does not answer"):
            deliver(message, account, KINDLE, timeout=0.2)


def test_dry_run(book: Path, tmp_path: Path) -> None:
    """--dry-run shows the mail and opens no connection; --json says the same."""
    with postbox(tmp_path) as box:
        done, as_json = sent(box, book, "--dry-run"), sent(box, book, "--dry-run", "--json")
    assert (0, [], []) == (done.code, box.mails, box.logins)
    for line in (f"From:    {USER}", f"To:      {KINDLE}", "Subject: 모래 묻은 키보드", "(starttls)"):
        assert line in done.out
    assert "dry run: nothing was sent" in done.err
    assert (False, USER, KINDLE) == tuple(as_json.json[key] for key in ("sent", "login", "to"))
    assert as_json.json["message_bytes"] > as_json.json["bytes"] == book.stat().st_size


def test_the_note_on_approval(book: Path, tmp_path: Path) -> None:
    """-v reminds of Amazon's list of approved senders, for Kindles alone."""
    with postbox(tmp_path) as box:
        kindle, friend = sent(box, book, "-v"), sent(box, book, "-v", "--to", "friend@example.net")
    assert "note[kindle-approve]" in kindle.err and "Personal Document Settings" in kindle.err
    assert (0, "") == (friend.code, friend.err)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"a.xhtml": CHAPTER.format("<math><mi>x</mi></math><m:math/>")}, "kindle-math"),
        ({"a.xhtml": "<html><body><p>가</p></body></html>"}, "kindle-encoding"),
        ({"a.xhtml": CHAPTER.format(""), "b.webp": "x"}, "kindle-picture"),
    ],
)
def test_what_kindle_stumbles_over(tmp_path: Path, files: dict[str, str], code: str) -> None:
    """A warning with the cure; the book is sent all the same, and --strict makes it count."""
    book = epub(tmp_path / "book.epub", files)
    with postbox(tmp_path) as box:
        done = sent(box, book)
        assert 1 == sent(box, book, "--strict").code
        friend = sent(box, book, "--to", "friend@example.net")
    assert 0 == done.code and f"warning[{code}]" in done.err and "hint: " in done.err
    assert (0, "") == (friend.code, friend.err)


@pytest.mark.wide
def test_our_own_books(tmp_path: Path) -> None:
    """EPUB and PDF of a blog go as they are; what we advise about formulas is a cure."""
    blog = small_blog(tmp_path / "blog", {"a.md": post("가", "$$x^2$$")})
    with postbox(tmp_path) as box:
        for math, warned in (("mathml", True), ("pictures", False)):
            (blog / "book.toml").write_text(f'[markdown]\nmath = true\n[epub]\nmath = "{math}"\n')
            assert 0 == run("export", blog, "-o", tmp_path / math).code
            done = sent(box, tmp_path / math / "작은-블로그.epub")
            assert (0, warned) == (done.code, "kindle-math" in done.err)
            assert warned or "" == done.err
        pdf = tmp_path / "pictures/작은-블로그.pdf"
        assert 0 == sent(box, pdf, "--strict").code
    (attachment,) = parsed(box.mails[-1]).iter_attachments()
    assert ("application/pdf", pdf.read_bytes()) == (attachment.get_content_type(), attachment.get_content())


def test_a_file_without_an_ending_in_korean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of what is said is Korean, also what stands in the place of an ending."""
    from publisher.cli.speech import choose, spoken
    from publisher.mail.fit import looked_at

    (tmp_path / "book").write_bytes(b"x")
    monkeypatch.setenv("LANGUAGE", "")  # which choose() sets
    choose(["--lang", "ko"])
    (found,) = looked_at(tmp_path / "book", 1, kindle=True)
    assert "Send to Kindle은 확장자가 없는 파일을 받지 않습니다" == spoken(found.message)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("book.mobi", b"x", "kindle-format"),
        ("book.cbz", b"PK\x03\x04", "kindle-format"),
        ("book", b"x", "kindle-format"),
        ("book.epub", b"no zip", "send-broken"),
        ("book.epub", b"PK\x03\x04 no zip", "send-broken"),
        ("book.pdf", b"no pdf", "send-broken"),
        ("book.pdf", b"%PDF-" + bytes(51_000_000), "kindle-size"),
    ],
)
def test_what_kindle_refuses_is_not_sent(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    """Exit code 8 before a connection is opened."""
    book = tmp_path / name
    book.write_bytes(data)
    with postbox(tmp_path) as box:
        done = sent(box, book)
    assert (8, []) == (done.code, box.logins)
    assert f"error[{code}]" in done.err and "was not sent" in done.err


@pytest.mark.parametrize(("method", "head"), [(zipfile.ZIP_DEFLATED, 0), (zipfile.ZIP_LZMA, 9)])
def test_damaged_chapters_are_not_sent(tmp_path: Path, method: int, head: int) -> None:
    """What cannot be unpacked is named, whatever library says so; no EPUB is packed by LZMA."""
    book = tmp_path / "book.epub"
    with zipfile.ZipFile(book, "w", method) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", "<container/>")
        archive.writestr("a.xhtml", CHAPTER.format("가나다라" * 100))
        start = archive.getinfo("a.xhtml").header_offset + 30 + len("a.xhtml") + head
    data = book.read_bytes()
    book.write_bytes(data[:start] + b"\xff" * 24 + data[start + 24 :])
    with postbox(tmp_path) as box:
        done = sent(box, book)
    assert (8, []) == (done.code, box.logins)
    assert "error[send-broken]" in done.err


def test_a_zip_bomb_costs_little(tmp_path: Path) -> None:
    """Of a chapter only the first megabytes are unpacked."""
    from publisher.mail.fit import looked_at

    book = tmp_path / "bomb.epub"
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", "<container/>")
        with archive.open("a.xhtml", "w") as chapter:
            chapter.write(CHAPTER.encode())
            for _ in range(300):
                chapter.write(bytes(1_000_000))
            chapter.write(b"<math>")
    assert [] == looked_at(book, book.stat().st_size, kindle=True)


def test_missing_file(tmp_path: Path) -> None:
    """Exit code 4, as for a missing blog."""
    assert 4 == sent(1, tmp_path / "none.epub").code


def test_names_with_line_ends(tmp_path: Path) -> None:
    """A file name or subject with a line end adds no header; names that are no Unicode are sent."""
    import os

    book = epub(tmp_path / "a\nBcc: x@example.net\n.epub", {})
    broken = epub(tmp_path / os.fsdecode(b"\xff.epub"), {})
    with postbox(tmp_path) as box:
        assert 0 == sent(box, book, "--subject", "one\r\nBcc: y@example.net").code
        assert 0 == sent(box, broken).code
    first, second = map(parsed, box.mails)
    assert ("one Bcc: y@example.net", None) == (first["Subject"], first["Bcc"])
    assert ["a Bcc: x@example.net .epub"] == [part.get_filename() for part in first.iter_attachments()]
    assert [KINDLE, KINDLE] == box.recipients and second["Bcc"] is None


def test_passwords_that_mail_servers_do_not_know(book: Path, tmp_path: Path) -> None:
    """A Korean password cannot be sent: said in words."""
    with postbox(tmp_path) as box:
        done = sent(box, book, password="비밀번호")
    assert (8, []) == (done.code, box.mails) and "letters that no mail server knows" in done.err


def test_addresses(book: Path) -> None:
    """What is no address is a wrong command line: no second header can come in by it."""
    for address in ("haru", "a@b\nBcc: c@d", "가@kindle.com", "a@b@c", "a b@c"):
        assert 2 == sent(1, book, "--to", address).code


# Settings


def test_settings_file(book: Path, tmp_path: Path) -> None:
    """mail.toml and a password file, which others must not be able to read."""
    secret, settings = tmp_path / "password", tmp_path / "mail.toml"
    with postbox(tmp_path) as box:
        secret.write_text(PASSWORD + "\n")
        settings.write_text(
            f'[mail]\nhost = "localhost"\nport = {box.port}\nuser = "{USER}"\n'
            f'password_file = "{secret}"\nca_file = "{box.ca_file}"\nsender = "other@example.org"\n'
        )
        secret.chmod(0o644)
        loose = run("send", book, "--to", KINDLE, "--config", settings)
        secret.chmod(0o600)
        done = run("send", book, "--to", KINDLE, env={"PUBLISHER_MAIL": str(settings)})
    assert 3 == loose.code and "others can read" in loose.err and "chmod 600" in loose.err
    assert 0 == done.code, done.err
    assert "other@example.org" == parsed(box.mails[0])["From"]


def test_password_in_the_settings_file(book: Path, tmp_path: Path) -> None:
    """Taken only from a mail.toml that nobody else can read; never shown when it is wrong."""
    settings = tmp_path / "mail.toml"
    with postbox(tmp_path) as box:
        text = f'[mail]\nhost = "localhost"\nport = {box.port}\nuser = "{USER}"\nca_file = "{box.ca_file}"\n'
        settings.write_text(text + f"password = '{PASSWORD}'\n")
        settings.chmod(0o640)
        assert 3 == run("send", book, "--to", KINDLE, "--config", settings).code
        settings.chmod(0o600)
        assert 0 == run("send", book, "--to", KINDLE, "--config", settings).code
    settings.write_text(text + "password = 77123456\nhots = 1\n")
    wrong = run("send", book, "--to", KINDLE, "--config", settings)
    assert 3 == wrong.code and "mail.password: this value cannot be used" in wrong.err
    assert "did you mean host?" in wrong.err and "77123456" not in wrong.err


def test_no_settings(book: Path, tmp_path: Path) -> None:
    """What is missing is named: the server, the sender, the password."""
    env = {"PUBLISHER_MAIL": str(tmp_path / "none.toml")}
    assert "no mail server is set" in run("send", book, "--to", KINDLE, env=env).err
    env |= {"PUBLISHER_SMTP_HOST": "localhost"}
    assert "sender's address is not set" in run("send", book, "--to", KINDLE, env=env).err
    env |= {"PUBLISHER_SMTP_USER": USER}
    missing = run("send", book, "--to", KINDLE, env=env)
    wrong = run("send", book, "--to", KINDLE, env=env | {"PUBLISHER_SMTP_SENDER": "a@b\nBcc: c@d"})
    assert 3 == wrong.code and "sender's address is no mail address" in wrong.err
    assert 3 == missing.code and f"there is no password for {USER}" in missing.err
    wrong = run("send", book, "--to", KINDLE, env=env | {"PUBLISHER_SMTP_PORT": "abc"})
    assert (3, "PUBLISHER_SMTP_PORT: error[config-value]: mail.port: 'abc'") == (wrong.code, wrong.err[:58])
    assert "\nerror: PUBLISHER_SMTP_PORT cannot be used\n" in wrong.err


def test_book_toml_has_no_place_for_mail(tmp_path: Path) -> None:
    """[mail] in book.toml is an unknown table: that file is in Git."""
    (tmp_path / "book.toml").write_text('[mail]\npassword = "x"\n')
    done = run("plan", tmp_path)
    assert 3 == done.code and "config-key" in done.err
