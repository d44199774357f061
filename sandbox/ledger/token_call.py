"""What a token endpoint does with the form it is sent, before the platform words the answer."""

from sandbox.ledger.grants import Tokens
from sandbox.ledger.services import Services


def granted(services: Services, form: dict[str, str]) -> Tokens:
    """Trade a code or a refresh token.

    Raises:
        BadGrantError: it is not good, or not any more.
        LookupError: the form offers neither.
    """
    client = services.client.id
    if form.get("grant_type") == "refresh_token":
        return services.grants.refresh(form.get("refresh_token", ""), client)
    if form.get("grant_type") != "authorization_code":
        raise LookupError
    code, verifier = form.get("code", ""), form.get("code_verifier", "")
    scope, person = services.codes.scope_of(code), services.codes.person_of(code)
    realms = services.codes.trade(code, client, form.get("redirect_uri", ""), verifier)
    tokens = services.grants.consent(realms, client, scope, person)
    for realm in realms:
        services.feed.changed(realm)
    return tokens
