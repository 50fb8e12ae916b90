//! The cookie that carries a session's secret.

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use http::HeaderMap;

/// The cookie's name. `__Host-` binds it to this very site, and needs https.
fn name(https: bool) -> &'static str {
    if https {
        "__Host-shuryo_session"
    } else {
        "shuryo_session"
    }
}

/// The secret that a request brought.
pub fn token(headers: &HeaderMap, https: bool) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    jar.get(name(https)).map(|cookie| cookie.value().to_owned())
}

/// The cookie as it is set; with an empty secret, as it is taken away.
pub fn cookie(secret: String, https: bool) -> Cookie<'static> {
    Cookie::build((name(https), secret))
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax)
        .build()
}
