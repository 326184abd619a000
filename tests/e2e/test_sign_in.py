"""Sign-in with an issuer: code flow with PKCE, tokens in memory only, silent renewal, and sign-out.

The tests act as the issuer. Its address is on the page's origin, since the local page may connect to no other.
"""

import json
import re
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Call, People, Person, Visit, Watched
from tests.support.waiting import HANG_S

STORED = "() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"


class Issuer:
    """An issuer that signs in one person without a form, and records its requests."""

    def __init__(self, base_url: str, person: Person):
        self.address, self._base_url, self._person = f"{base_url}/issuer", base_url, person
        self.challenge = ""
        self.grants: list[str] = []
        self.tokens: list[str] = []

    def serve(self, page: Page) -> None:
        every = page.context
        every.route("**/console.json", lambda route: route.fulfill(json=self._configuration))
        every.route("**/issuer/.well-known/openid-configuration", lambda route: route.fulfill(json=self._metadata))
        every.route("**/issuer/authorize*", self._authorize)
        every.route("**/issuer/token", self._token)
        every.route("**/issuer/revoke", lambda route: route.fulfill(status=200, json={}))
        every.route("**/issuer/logout*", self._logout)

    @property
    def _configuration(self) -> dict[str, str]:
        return {"sign_in": "oidc", "issuer": self.address, "client_id": "purser"}

    @property
    def _metadata(self) -> dict[str, str]:
        endpoints = {"authorization": "authorize", "token": "token", "revocation": "revoke", "end_session": "logout"}
        return {"issuer": self.address, "jwks_uri": f"{self.address}/jwks"} | {
            f"{name}_endpoint": f"{self.address}/{endpoint}" for name, endpoint in endpoints.items()
        }

    def _authorize(self, route: Route) -> None:
        fields = {name: values[0] for name, values in parse_qs(urlsplit(route.request.url).query).items()}
        assert (fields["response_type"], fields["code_challenge_method"]) == ("code", "S256")
        self.challenge = fields["code_challenge"]
        answer = urlencode({"code": "once", "state": fields["state"]})
        route.fulfill(status=302, headers={"location": f"{fields['redirect_uri']}?{answer}"})

    def _token(self, route: Route) -> None:
        fields = {name: values[0] for name, values in parse_qs(route.request.post_data or "").items()}
        self.grants.append(fields["grant_type"])
        if fields["grant_type"] == "authorization_code":
            digest = sha256(fields["code_verifier"].encode()).digest()
            assert urlsafe_b64encode(digest).decode().rstrip("=") == self.challenge
        else:
            assert fields["refresh_token"] == "refresh"
        answer = httpx.post(f"{self._base_url}/local/token", json=self._person.claims, timeout=HANG_S)
        self.tokens.append(answer.json()["access_token"])
        token = {"access_token": self.tokens[-1], "id_token": self.tokens[-1], "refresh_token": "refresh"}
        route.fulfill(json=token | {"token_type": "Bearer", "expires_in": 3600})

    def _logout(self, route: Route) -> None:
        fields = parse_qs(urlsplit(route.request.url).query)
        assert fields["client_id"] == ["purser"]
        route.fulfill(status=302, headers={"location": fields["logout_uri"][0]})


def test_a_person_signs_in_with_the_issuer_and_returns_to_the_requested_page(
    visit: Visit, call: Call, people: People, base_url: str, watched: Watched
) -> None:
    watched.allowed.append("status of 401 .*/agent/clients")
    body = {"username": "alice", "account_type": "postup"}
    call(people.agent, "POST", "/api/v1/agent/clients", body)
    issuer = Issuer(base_url, people.agent)
    page = visit(path="/healthz")
    issuer.serve(page)
    page.goto("/customers?search=al")

    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/customers\?search=al$"))
    expect(page.get_by_role("link", name="alice")).to_be_visible()
    assert issuer.grants == ["authorization_code"]

    stored = str(page.evaluate(STORED))
    assert issuer.tokens[0] not in stored
    assert "refresh" not in stored

    def refuse_the_first_token(route: Route) -> None:
        stale = route.request.headers["authorization"] == f"Bearer {issuer.tokens[0]}"
        route.fulfill(status=401, json={"message": "Unauthorized"}) if stale else route.continue_()

    page.route("**/api/v1/agent/clients?*", refuse_the_first_token)
    with page.expect_response(lambda answer: "search=ali" in answer.url and answer.status == 200):
        page.get_by_label("Search").fill("ali")
    expect(page.get_by_role("link", name="alice")).to_be_visible()
    assert issuer.grants == ["authorization_code", "refresh_token"]


def test_a_reload_signs_the_person_in_again_without_a_form_until_they_sign_out(
    visit: Visit, people: People, base_url: str
) -> None:
    issuer = Issuer(base_url, people.agent)
    page = visit(path="/healthz")
    issuer.serve(page)
    page.goto("/settlement")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1, name="Settlement")).to_be_visible()

    page.reload()

    expect(page.get_by_role("heading", level=1, name="Settlement")).to_be_visible()
    assert issuer.grants == ["authorization_code", "authorization_code"]

    page.get_by_role("button", name=people.agent.persona.name).click()
    page.get_by_role("button", name="Sign out").click()

    expect(page).to_have_url(re.compile(rf"^{re.escape(base_url)}/$"))
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    stored: list[Any] = json.loads(str(page.evaluate(STORED)))
    assert "purser.signed-in" not in stored[1]


def test_a_person_whose_session_has_ended_signs_in_again_in_a_window_and_the_page_stays(
    visit: Visit, people: People, base_url: str, watched: Watched
) -> None:
    watched.allowed.append("status of 40[01] ")
    issuer = Issuer(base_url, people.agent)
    page = visit(path="/healthz")
    issuer.serve(page)
    page.goto("/customers/new")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Name").fill("alice")
    page.context.route(
        "**/issuer/token", lambda route: route.fulfill(status=400, json={"error": "invalid_grant"}), times=1
    )
    page.context.route("**/api/v1/agent/clients", lambda route: route.fulfill(status=401, json={}), times=1)
    page.get_by_role("button", name="Create customer").click()

    again = page.get_by_role("dialog", name="Your session has ended")
    with page.expect_popup() as opened:
        again.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", level=1, name="alice")).to_be_visible()
    assert opened.value.is_closed()
    assert issuer.grants == ["authorization_code", "authorization_code"]
