//! A letter that cannot be sent: how long it is tried, who sees that it failed and why, and that it can be sent again.

use std::sync::{Arc, Mutex};

use backend::Backend;
use backend::applications::submit::submit;
use backend::error::Refusal;
use backend::jobs::run::run_due;
use backend::mail::again::send_again;
use backend::mail::failed::failed_letters;
use backend::mail::outbox::outbox;
use backend::mail::{Mailer, Smtp};
use backend::visitor::Administrator;
use chrono::TimeDelta;
use domain::letter::{FailedLetter, MailFailure};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::house::{House, houses, refusal};
use crate::looking::{execute, number, text};

/// What no page, no row and no log may ever hold.
const SECRET: &str = "relay-password-4711";

/// A mail server that answers RCPT as it is told, and remembers to whom it was.
struct Post {
    url: String,
    answer: Arc<Mutex<String>>,
    recipients: Arc<Mutex<Vec<String>>>,
}

impl Post {
    async fn open() -> Post {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("smtp://{}", listener.local_addr().expect("an address"));
        let answer = Arc::new(Mutex::new("250 OK".to_owned()));
        let recipients = Arc::default();
        let (its_answer, its_recipients) = (Arc::clone(&answer), Arc::clone(&recipients));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Whoever hangs up is done with.
                let _ = talk(stream, &its_answer, &its_recipients).await;
            }
        });
        Post {
            url,
            answer,
            recipients,
        }
    }

    fn answers(&self, answer: &str) {
        answer.clone_into(&mut self.answer.lock().expect("a lock"));
    }

    fn backend(&self, house: &House) -> Backend {
        let smtp = Smtp::new(&self.url, "修了申請 <noreply@example.jp>").expect("a mail server");
        house.backend.clone().with_mailer(Mailer::Smtp(Box::new(smtp)))
    }

    fn recipients(&self) -> Vec<String> {
        self.recipients.lock().expect("a lock").clone()
    }
}

async fn talk(stream: TcpStream, answer: &Mutex<String>, recipients: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 post.example.jp\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let reply = match line.get(..4).unwrap_or_default() {
            "RCPT" => {
                recipients.lock().expect("a lock").push(line);
                answer.lock().expect("a lock").clone()
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                while lines.next_line().await?.is_some_and(|line| line != ".") {}
                "250 OK".to_owned()
            }
            _ => "250 OK".to_owned(),
        };
        write.write_all(format!("{reply}\r\n").as_bytes()).await?;
    }
    Ok(())
}

async fn administrator(house: &House, login: &str) -> Administrator {
    house.visitor(login).await.as_administrator().expect("an administrator")
}

async fn failed(house: &House, administrator: &Administrator) -> Vec<FailedLetter> {
    let page = failed_letters(&house.backend, administrator, None).await;
    page.expect("the letters").letters
}

/// An application to 北区医師会, with the letter about it.
async fn sent_in(house: &House, backend: &Backend) {
    // The example data bring letters of their own, one of them ten minutes later: they are out of the way.
    house.backend.clock.advance(TimeDelta::minutes(10));
    run_due(&house.backend).await.expect("the jobs");
    let doctor = house.doctor("demo-member").await;
    let id = house.complete_draft(&doctor).await;
    let version = house.case(&doctor, &id).await.version;
    submit(backend, &doctor, &id, version).await.expect("a receipt");
}

async fn recipient_of_the_letter(house: &House) -> (String, bool) {
    let letters = outbox(&house.backend).await.expect("the letters");
    let letter = letters
        .into_iter()
        .find(|letter| letter.subject.contains("受け付けました"))
        .expect("the letter");
    (letter.recipient, letter.sent_at.is_some())
}

#[tokio::test]
async fn a_letter_that_the_mail_server_refuses_is_listed_and_sent_again_to_the_corrected_address() {
    for house in houses().await {
        let post = Post::open().await;
        let backend = post.backend(&house);
        post.answers(&format!("550 5.1.1 no such user ({SECRET})"));
        sent_in(&house, &backend).await;
        run_due(&backend).await.expect("the jobs");
        house.is_in_order().await;

        let office = administrator(&house, "demo-office").await;
        let listed = failed(&house, &office).await;
        assert_eq!(listed.len(), 1, "{listed:?}");
        let letter = &listed[0];
        assert_eq!((letter.failure, letter.tries), (MailFailure::Refused, 1));
        assert_eq!(letter.recipient, "demo-member@example.jp");
        assert_eq!(letter.failed_at, backend.clock.now());
        let rows = format!("{:?}", house.test_db.rows_without(&[]).await);
        assert!(!rows.contains(SECRET), "what the server said is kept nowhere");
        // Nothing goes on by itself.
        backend.clock.advance(TimeDelta::days(1));
        run_due(&backend).await.expect("the jobs");
        assert_eq!(post.recipients().len(), 1);

        house.test_db.change_email("demo-member", "new@example.jp").await;
        let corrected = failed(&house, &office).await[0].corrected.clone();
        assert_eq!(corrected.as_deref(), Some("new@example.jp"));
        post.answers("250 OK");
        for _ in 0..2 {
            send_again(&backend, &office, &letter.id)
                .await
                .expect("it is sent again");
        }
        assert_eq!(failed(&house, &office).await, []);
        house.is_in_order().await;
        for _ in 0..2 {
            run_due(&backend).await.expect("the jobs");
        }
        // The form came once more, when it had left.
        send_again(&backend, &office, &letter.id)
            .await
            .expect("nothing happens");
        run_due(&backend).await.expect("the jobs");
        assert_eq!(
            post.recipients(),
            ["RCPT TO:<demo-member@example.jp>", "RCPT TO:<new@example.jp>"]
        );
        assert_eq!(
            recipient_of_the_letter(&house).await,
            ("new@example.jp".to_owned(), true)
        );
        assert_eq!(
            house.test_db.audit_details("mail.sent_again").await,
            [r#"{"address_corrected":true,"round":1}"#]
        );
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_mail_server_that_is_away_is_tried_for_a_day_and_again_whenever_somebody_asks() {
    for house in houses().await {
        let folder = tempfile::tempdir().expect("a folder");
        let blocked = folder.path().join("outbox");
        std::fs::write(&blocked, "").expect("a file");
        let backend = house.backend.clone().with_mailer(Mailer::Folder(blocked.clone()));
        let office = administrator(&house, "demo-office").await;
        sent_in(&house, &backend).await;
        let begun = backend.clock.now();
        let mut tries = 0;
        while failed(&house, &office).await.is_empty() {
            run_due(&backend).await.expect("the jobs");
            tries += 1;
            backend.clock.advance(TimeDelta::hours(1));
            assert!(tries < 100, "it is never given up");
        }
        let letter = failed(&house, &office).await.remove(0);
        assert_eq!((letter.failure, letter.tries), (MailFailure::Folder, 34));
        assert!(letter.failed_at - begun >= TimeDelta::days(1));
        house.is_in_order().await;

        send_again(&backend, &office, &letter.id)
            .await
            .expect("it is sent again");
        for _ in 0..34 {
            run_due(&backend).await.expect("the jobs");
            backend.clock.advance(TimeDelta::hours(1));
        }
        let again = failed(&house, &office).await.remove(0);
        assert!(again.tries == 68 && again.id != letter.id, "{again:?}");
        // The form of the first time is spent.
        send_again(&backend, &office, &letter.id)
            .await
            .expect("nothing happens");
        assert_eq!(failed(&house, &office).await, std::slice::from_ref(&again));
        house.is_in_order().await;

        std::fs::remove_file(&blocked).expect("the way is free");
        send_again(&backend, &office, &again.id)
            .await
            .expect("it is sent again");
        run_due(&backend).await.expect("the jobs");
        assert!(recipient_of_the_letter(&house).await.1);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn an_association_sees_the_letters_of_its_own_branch_and_another_one_finds_nothing() {
    for house in houses().await {
        let backend = house
            .backend
            .clone()
            .with_mailer(Mailer::Folder(house.test_db.folder().join("outbox")));
        house.test_db.change_email("demo-member", "nobody @example.jp").await;
        sent_in(&house, &backend).await;
        run_due(&backend).await.expect("the jobs");
        let everywhere = administrator(&house, "demo-admin").await;
        let listed = failed(&house, &everywhere).await;
        assert_eq!(listed.len(), 1, "{listed:?}");
        assert_eq!(listed[0].failure, MailFailure::Address);

        let office = administrator(&house, "demo-office").await;
        assert_eq!(failed(&house, &office).await, listed);
        let now_of = async |code: &str| {
            execute(
                &house,
                &format!("UPDATE roles SET association_code = '{code}' WHERE role = 'association_admin'"),
            )
            .await;
            administrator(&house, "demo-office").await
        };
        assert_eq!(
            failed(&house, &now_of("13").await).await,
            listed,
            "the prefecture above"
        );
        for code in ["14", "14-001", "00"] {
            let other = now_of(code).await;
            assert_eq!(failed(&house, &other).await, [], "{code}");
            let asked = send_again(&backend, &other, &listed[0].id).await;
            assert_eq!(refusal(asked), Refusal::NotFound, "{code}");
        }
        assert_eq!(
            number(&house, "SELECT COUNT(*) FROM mail_failures WHERE resent_at IS NULL").await,
            1
        );

        for login in ["demo-member", "demo-reviewer", "demo-organiser"] {
            assert_eq!(
                house.visitor(login).await.as_administrator(),
                Err(Refusal::NotAllowed),
                "{login}"
            );
        }

        execute(
            &house,
            "UPDATE accounts SET disabled_at = created_at WHERE login = 'demo-member'",
        )
        .await;
        assert!(!failed(&house, &everywhere).await[0].reader_active);
        let asked = send_again(&backend, &everywhere, &listed[0].id).await;
        assert_eq!(refusal(asked), Refusal::ReaderDisabled);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_letter_that_is_about_no_application_goes_where_it_was_meant_to_go() {
    for house in houses().await {
        let post = Post::open().await;
        let backend = post.backend(&house);
        post.answers("550 no");
        sent_in(&house, &backend).await;
        run_due(&backend).await.expect("the jobs");
        execute(
            &house,
            "UPDATE mails SET application_id = NULL WHERE recipient = 'demo-member@example.jp'",
        )
        .await;
        house.test_db.change_email("demo-member", "new@example.jp").await;
        let everywhere = administrator(&house, "demo-admin").await;
        let letter = failed(&house, &everywhere).await.remove(0);
        assert_eq!(letter.corrected, None);
        let office = administrator(&house, "demo-office").await;
        assert_eq!(
            failed(&house, &office).await,
            [],
            "it is about no application of theirs"
        );
        post.answers("250 OK");
        send_again(&backend, &everywhere, &letter.id)
            .await
            .expect("it is sent again");
        run_due(&backend).await.expect("the jobs");
        assert_eq!(recipient_of_the_letter(&house).await.0, "demo-member@example.jp");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn two_clerks_who_send_a_letter_again_at_once_send_it_once() {
    for house in houses().await {
        let post = Post::open().await;
        let backend = post.backend(&house);
        post.answers("550 no");
        sent_in(&house, &backend).await;
        run_due(&backend).await.expect("the jobs");
        let office = administrator(&house, "demo-office").await;
        let everywhere = administrator(&house, "demo-admin").await;
        let id = failed(&house, &office).await.remove(0).id;
        let (one, two) = tokio::join!(
            send_again(&backend, &office, &id),
            send_again(&backend, &everywhere, &id)
        );
        one.and(two).expect("both are told that it is sent again");
        post.answers("250 OK");
        run_due(&backend).await.expect("the jobs");
        assert_eq!(post.recipients().len(), 2);
        assert_eq!(house.test_db.audit_details("mail.sent_again").await.len(), 1);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn the_list_goes_on_from_page_to_page_and_misses_none() {
    for house in houses().await {
        let backend = house
            .backend
            .clone()
            .with_mailer(Mailer::Folder(house.test_db.folder().join("outbox")));
        house.test_db.change_email("demo-member", "nobody @example.jp").await;
        sent_in(&house, &backend).await;
        run_due(&backend).await.expect("the jobs");
        let mail = text(&house, "SELECT mail_id FROM mail_failures").await;
        // 119 more of the same moment or of the one before.
        for number in 1..120 {
            let copy = format!(
                "INSERT INTO mails (id, account_id, application_id, kind, recipient, subject, body, state, created_at, \
                 send_at, sent_at) SELECT '{number:032}', account_id, application_id, kind, recipient, '{number}', body, \
                 state, created_at, send_at, sent_at FROM mails WHERE id = '{mail}'"
            );
            let at = if number % 2 == 0 {
                "failed_at"
            } else {
                "'2026-01-19T00:00:00+00:00'"
            };
            let failure = format!(
                "INSERT INTO mail_failures (id, mail_id, round, failure, tries, failed_at) \
                 SELECT '{number:032}', '{number:032}', 1, failure, tries, {at} FROM mail_failures WHERE mail_id = '{mail}'"
            );
            execute(&house, &format!("{copy}; {failure}")).await;
        }
        let office = administrator(&house, "demo-office").await;
        let (mut after, mut seen, mut pages) = (None, Vec::new(), 0);
        loop {
            let page = failed_letters(&backend, &office, after.as_ref()).await.expect("a page");
            seen.extend(page.letters);
            pages += 1;
            let Some(next) = page.next else { break };
            after = Some(next.to_string().parse().expect("a place in the list"));
        }
        assert_eq!((seen.len(), pages), (120, 3));
        assert!(seen.is_sorted_by(|a, b| (a.failed_at, &a.id) > (b.failed_at, &b.id)));
        house.is_in_order().await;
    }
}
