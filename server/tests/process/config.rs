//! What the operator may set, and what the program refuses to start with.

use clap::Parser;
use server::{
    config::{Config, ConfigError, ServeArgs},
    public_url::PublicUrl,
};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    serve: ServeArgs,
}

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn check(flags: &[&str]) -> Result<Config, ConfigError> {
    Line::try_parse_from([&["serve"], flags].concat())
        .unwrap()
        .serve
        .check()
}

#[test]
fn a_demonstration_needs_nothing() {
    let config = check(&["--demo"]).unwrap();
    assert_eq!(config.public_url.origin(), "http://localhost:3000");
    assert!(config.demo.unwrap().now.is_none());
}

#[test]
fn a_real_installation_needs_its_secret() {
    let url = ["--public-url", "https://shuryo.example.jp"];
    assert_eq!(check(&url).unwrap_err(), ConfigError::SecretMissing);
    assert_eq!(
        check(&[&url[..], &["--secret", "short"]].concat()).unwrap_err(),
        ConfigError::SecretTooShort
    );
    assert!(check(&[&url[..], &["--secret", SECRET]].concat()).is_ok());
    for error in [ConfigError::SecretMissing, ConfigError::SecretTooShort] {
        assert!(error.to_string().contains("SHURYO_SECRET"));
    }
}

#[test]
fn a_virus_scanner_is_asked_only_where_one_is_named_and_by_an_address_that_can_be_read() {
    assert!(check(&["--demo"]).unwrap().clamd.is_none());
    let named = check(&["--demo", "--clamd", "unix:///run/clamav/clamd.ctl"]).unwrap();
    assert_eq!(named.clamd.unwrap().to_string(), "unix:///run/clamav/clamd.ctl");
    assert!(Line::try_parse_from(["serve", "--demo", "--clamd", "clamav:3310"]).is_err());
}

#[test]
fn a_real_installation_on_plain_http_is_refused_except_on_this_machine() {
    let with = |url: &str| check(&["--secret", SECRET, "--public-url", url]);
    assert!(matches!(
        with("http://shuryo.example.jp").unwrap_err(),
        ConfigError::PublicUrlNotHttps(_)
    ));
    assert!(matches!(
        with("http://localhost.example.jp").unwrap_err(),
        ConfigError::PublicUrlNotHttps(_)
    ));
    for local in ["http://localhost:3000", "http://127.0.0.1", "http://[::1]:3000"] {
        assert!(with(local).is_ok(), "{local}");
    }
}

#[test]
fn a_real_installation_that_others_reach_must_say_where() {
    let refused = check(&["--secret", SECRET, "--address", "0.0.0.0:3000"]).unwrap_err();
    assert_eq!(refused, ConfigError::PublicUrlMissing);
}

#[test]
fn only_a_demonstration_has_a_fixed_clock() {
    let now = ["--demo-now", "2026-02-10T09:00:00+09:00"];
    assert_eq!(
        check(&[&now[..], &["--secret", SECRET]].concat()).unwrap_err(),
        ConfigError::FixedClockOutsideDemo
    );
    let fixed = check(&[&now[..], &["--demo"]].concat())
        .unwrap()
        .demo
        .unwrap()
        .now
        .unwrap();
    assert_eq!(fixed.to_rfc3339(), "2026-02-10T00:00:00+00:00");
}

#[test]
fn a_secret_is_never_printed() {
    let config = check(&["--demo", "--secret", SECRET]).unwrap();
    assert!(!format!("{config:?}").contains(SECRET));
}

#[test]
fn a_public_url_is_an_origin_as_browsers_write_it() {
    let read = |text: &str| text.parse::<PublicUrl>().map(|url| url.origin().to_owned());
    assert_eq!(read("https://Shuryo.Example.jp").unwrap(), "https://shuryo.example.jp");
    assert_eq!(
        read("https://shuryo.example.jp:443/").unwrap(),
        "https://shuryo.example.jp"
    );
    assert_eq!(read("http://localhost:3000").unwrap(), "http://localhost:3000");
    for wrong in [
        "shuryo.example.jp",
        "ftp://x",
        "https://x/path",
        "https://x?q",
        "https://a@x",
        "https://",
        "",
    ] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn letters_go_to_a_folder_in_a_demonstration_and_nowhere_unless_a_mail_server_is_named() {
    let demo = check(&["--demo", "--files", "/srv/shuryo/files"]).unwrap();
    assert_eq!(format!("{:?}", demo.mailer), r#"Folder("/srv/shuryo/outbox")"#);
    let real = ["--secret", SECRET, "--public-url", "https://shuryo.example.jp"];
    assert_eq!(format!("{:?}", check(&real).unwrap().mailer), "Off");

    let smtp = [&real[..], &["--mail", "smtp"]].concat();
    assert_eq!(check(&smtp).unwrap_err(), ConfigError::MailServerMissing);
    let to =
        |url: &'static str, from: &'static str| check(&[&smtp[..], &["--smtp", url, "--mail-from", from]].concat());
    let from = "修了申請 <noreply@example.jp>";
    assert_eq!(
        to("mail.example.jp", from).unwrap_err(),
        ConfigError::MailServerUnreadable
    );
    let url = "smtps://user:password@mail.example.jp";
    assert_eq!(to(url, "noreply").unwrap_err(), ConfigError::MailServerUnreadable);
    let named = format!("{:?}", to(url, from).unwrap().mailer);
    assert!(
        named.contains("noreply@example.jp") && !named.contains("password"),
        "{named}"
    );
}
