use super::*;

fn form(changes: &[(&str, &str)]) -> FormValues {
    let mut pairs = vec![
        (names::EMAIL, "hanako@example.jp"),
        (names::NAME, "見本　花子"),
        (names::NAME_KANA, "ミホン ハナコ"),
        (names::BIRTH_DATE, "1961-04-01"),
        (names::LICENCE_NUMBER, "第０６５４３２１号"),
        (names::MEMBERSHIP, names::MEMBER),
        (names::ASSOCIATION, "13-001"),
    ];
    for (name, value) in changes {
        for pair in &mut pairs {
            if pair.0 == *name {
                pair.1 = value;
            }
        }
    }
    FormValues::new(pairs.into_iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect())
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 20).unwrap()
}

fn applicant(changes: &[(&str, &str)]) -> Applicant {
    Applicant::read(&form(changes), today()).unwrap()
}

fn entry(number: &str, name: &str, birth_date: Option<&str>, has_account: bool) -> RosterEntry {
    RosterEntry {
        id: format!("doctor{number}").parse().unwrap(),
        name: name.to_owned(),
        birth_date: birth_date.map(|date| date.parse().unwrap()),
        licence_number: number.parse().unwrap(),
        has_account,
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once_each_in_its_field() {
    let empty = Applicant::read(&FormValues::default(), today()).unwrap_err();
    let fields: Vec<&str> = empty.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            names::NAME,
            names::NAME_KANA,
            names::BIRTH_DATE,
            names::LICENCE_NUMBER,
            names::MEMBERSHIP,
            names::ASSOCIATION,
            names::EMAIL
        ]
    );
    for (field, value) in [
        (names::NAME_KANA, "見本花子"),
        (names::BIRTH_DATE, "2024-01-01"),
        (names::BIRTH_DATE, "1861-04-01"),
        (names::BIRTH_DATE, "昭和の終わり"),
        (names::LICENCE_NUMBER, "1234567"),
        (names::ASSOCIATION, "99"),
        (names::EMAIL, "hanako"),
    ] {
        let wrong = Applicant::read(&form(&[(field, value)]), today()).unwrap_err();
        assert_eq!(wrong.len(), 1, "{field}: {wrong:?}");
        assert_eq!(wrong[0].field, field);
    }
}

#[test]
fn an_address_is_the_same_in_any_width_and_case_and_cannot_hold_a_second_one() {
    let address: EmailAddress = " Ｈanako@Example.JP ".parse().unwrap();
    assert_eq!(address.as_str(), "hanako@example.jp");
    for text in [
        "",
        "a@b",
        "@example.jp",
        "a@.jp",
        "a b@example.jp",
        "a@example.jp,b@example.jp",
        "a@example.jp\nBcc: b@example.jp",
        "<a@example.jp>",
        "花子@example.jp",
    ] {
        assert!(text.parse::<EmailAddress>().is_err(), "{text}");
    }
}

#[test]
fn who_stands_on_the_roster_with_number_name_and_birth_date_is_known() {
    let roster = [entry("654321", "見本花子", Some("1961-04-01"), false)];
    assert_eq!(applicant(&[]).looked_up(&roster), Found::Doctor(roster[0].id.clone()));
}

#[test]
fn whatever_is_not_certain_is_in_doubt() {
    let doubts = [
        (
            entry("654321", "見本太郎", Some("1961-04-01"), false),
            Doubt::OtherPerson,
        ),
        (
            entry("654321", "見本花子", Some("1961-04-02"), false),
            Doubt::OtherPerson,
        ),
        (entry("654321", "見本花子", None, false), Doubt::OtherPerson),
        (entry("654321", "見本花子", Some("1961-04-01"), true), Doubt::HasAccount),
        (
            entry("654322", "見本花子", Some("1961-04-01"), false),
            Doubt::OtherNumber,
        ),
    ];
    for (entry, doubt) in doubts {
        assert_eq!(applicant(&[]).looked_up(&[entry]), Found::Doubt(doubt), "{doubt:?}");
    }
    assert_eq!(applicant(&[]).looked_up(&[]), Found::Doubt(Doubt::NotOnTheRoster));
}

#[test]
fn a_non_member_whom_no_roster_knows_need_not_wait() {
    let other = applicant(&[(names::MEMBERSHIP, names::NON_MEMBER)]);
    assert_eq!(other.looked_up(&[]), Found::Nobody);
    let roster = [entry("654321", "見本太郎", Some("1961-04-01"), false)];
    assert_eq!(other.looked_up(&roster), Found::Doubt(Doubt::OtherPerson));
}

#[test]
fn keys_read_back() {
    for doubt in Doubt::ALL {
        assert_eq!(Doubt::from_key(doubt.key()), Some(doubt));
    }
}
