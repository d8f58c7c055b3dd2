"""A page of a stranger's site, and another user of this machine, get nothing of the preview."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from publisher.preview.guard import Guard, new_secret

SECRET = "s3cret"
OURS = {"Host": "127.0.0.1:8090"}


def _said(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.url.path)


def _asked(method: str, path: str, fields: dict[str, str]) -> httpx.Response:
    routes = [Route("/model", _said, methods=["GET", "POST"])]
    app = Starlette(routes=routes, middleware=[Middleware(Guard, port=8090, secret=SECRET)])

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:
            return await client.request(method, f"http://127.0.0.1:8090{path}", headers=fields)

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("status", "path", "fields"),
    [
        (200, f"/{SECRET}/model", OURS),
        (200, f"/{SECRET}/model", {"Host": "localhost:8090"}),
        (
            200,
            f"/{SECRET}/model",
            OURS | {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:8090"},
        ),
        (302, f"/{SECRET}", OURS),
        (404, "/model", OURS),
        (404, "/", OURS),
        (404, "/wrong/model", OURS),
        (404, f"/{SECRET}x/model", OURS),
        (421, f"/{SECRET}/model", {"Host": "evil.example:8090"}),  # DNS rebinding
        (421, f"/{SECRET}/model", {"Host": "127.0.0.1"}),
        (421, f"/{SECRET}/model", {"Host": ""}),
        (403, f"/{SECRET}/model", OURS | {"Sec-Fetch-Site": "cross-site"}),
        (403, f"/{SECRET}/model", OURS | {"Sec-Fetch-Site": "same-site"}),
        (403, f"/{SECRET}/model", OURS | {"Origin": "http://evil.example"}),
        (403, f"/{SECRET}/model", OURS | {"Origin": "null"}),
        (403, f"/{SECRET}/model", OURS | {"Origin": "http://127.0.0.1:8091"}),
    ],
)
def test_who_may_read(status: int, path: str, fields: dict[str, str]) -> None:
    """Who knows the secret, by our own name, and not from a page of another site."""
    assert status == _asked("GET", path, fields).status_code


@pytest.mark.parametrize(
    ("status", "origin"),
    [
        (200, {"Origin": "http://127.0.0.1:8090"}),
        (403, {}),
        (403, {"Origin": "http://localhost:8090"}),
        (403, {"Origin": "http://evil.example"}),
        (403, {"Origin": "null"}),
    ],
)
def test_who_may_change(status: int, origin: dict[str, str]) -> None:
    """A page of ours alone: what a form of another site sends has that site's Origin, or none."""
    assert status == _asked("POST", f"/{SECRET}/model", OURS | origin).status_code


def test_answers_are_for_this_page_alone() -> None:
    """No other site may take one in, even as a picture, and a link that is followed says no secret."""
    answer = _asked("GET", f"/{SECRET}/model", OURS)
    fields = answer.headers
    assert "same-origin" == fields["cross-origin-resource-policy"]
    assert "no-referrer" == fields["referrer-policy"]
    assert "/model" == answer.text


def test_each_run_has_a_secret_of_its_own() -> None:
    """Of 128 bits."""
    assert new_secret() != new_secret()
    assert 22 <= len(new_secret())
