//! What a virus scanner says decides whether a file is stored; where it says nothing, the file is not.

use std::net::SocketAddr;
use std::time::Duration;

use backend::error::Refusal;
use backend::evidence::scan::{ClamdAddress, Scanner};
use domain::evidence::ProofRefusal;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixListener};

use crate::house::{House, houses, refusal};

/// What a made clamd does with each file, after it has read all of it.
#[derive(Clone, Copy)]
enum Answer {
    Says(&'static str),
    /// Nothing, and the line stays open.
    Silent,
    /// Hangs up in the middle of the file.
    HangsUp,
}

/// Listens like clamd and reads like clamd.
async fn clamd(answer: Answer) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((line, _)) = listener.accept().await {
            tokio::spawn(serve(line, answer));
        }
    });
    address
}

async fn serve(mut line: impl AsyncReadExt + AsyncWriteExt + Unpin, answer: Answer) {
    let mut command = [0; 10];
    line.read_exact(&mut command).await.expect("a command");
    assert_eq!(&command, b"zINSTREAM\0");
    let mut file = Vec::new();
    loop {
        let length = line.read_u32().await.expect("a length");
        if length == 0 {
            break;
        }
        let mut piece = vec![0; usize::try_from(length).expect("fits")];
        line.read_exact(&mut piece).await.expect("a piece");
        file.extend(piece);
        if matches!(answer, Answer::HangsUp) {
            return;
        }
    }
    assert!(file.starts_with(b"\x89PNG"), "the file arrives as it is");
    match answer {
        Answer::Says(words) => line.write_all(words.as_bytes()).await.expect("an answer"),
        Answer::Silent | Answer::HangsUp => tokio::time::sleep(Duration::from_mins(1)).await,
    }
}

fn tcp(address: SocketAddr) -> Scanner {
    Scanner::clamd(ClamdAddress::Tcp(address.to_string())).with_time_limit(Duration::from_millis(500))
}

/// What becomes of a good file in a house with this scanner: stored or not, and why not.
async fn outcome(house: &mut House, scanner: Scanner) -> Result<(), Refusal> {
    house.backend = house.backend.clone().with_scanner(Some(scanner));
    let doctor = house.doctor("demo-member").await;
    let id = match backend::applications::open::open_application(&house.backend, &doctor).await {
        Ok(Some(id)) => id,
        _ => house.draft(&doctor).await,
    };
    let before = house.case(&doctor, &id).await.documents.len();
    let stored = house.prove(&doctor, &id, "practical:I-01").await;
    let now = house.case(&doctor, &id).await.documents.len();
    if stored.is_ok() {
        assert_eq!(now, before + 1);
        return Ok(());
    }
    assert_eq!(now, before, "what is refused is not stored");
    Err(refusal(stored))
}

#[tokio::test]
async fn a_clean_file_is_stored() {
    for mut house in houses().await {
        let scanner = tcp(clamd(Answer::Says("stream: OK\0")).await);
        assert_eq!(outcome(&mut house, scanner).await, Ok(()));
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn an_infected_file_is_refused_and_written_down() {
    for mut house in houses().await {
        let scanner = tcp(clamd(Answer::Says("stream: Eicar-Test-Signature FOUND\0")).await);
        let refused = outcome(&mut house, scanner).await;
        assert_eq!(refused, Err(Refusal::File(ProofRefusal::Infected)));
        let written = house.test_db.audit_details("document.infected").await;
        assert_eq!(written.len(), 1);
        assert!(written[0].contains("Eicar-Test-Signature"), "{written:?}");
        assert!(written[0].contains("practical:I-01"), "{written:?}");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn without_a_clear_answer_nothing_is_stored() {
    for mut house in houses().await {
        let answers = [
            Answer::Silent,
            Answer::HangsUp,
            Answer::Says(""),
            Answer::Says("stream: OK"),
            Answer::Says("stream: OKAY\0"),
            Answer::Says("INSTREAM size limit exceeded. ERROR\0"),
            Answer::Says("stream: Can't allocate memory ERROR\0"),
        ];
        for answer in answers {
            let scanner = tcp(clamd(answer).await);
            let refused = outcome(&mut house, scanner).await;
            assert_eq!(refused, Err(Refusal::File(ProofRefusal::NotScanned)));
        }
        let nobody = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = nobody.local_addr().expect("an address");
        drop(nobody);
        assert!(TcpStream::connect(address).await.is_err());
        let refused = outcome(&mut house, tcp(address)).await;
        assert_eq!(refused, Err(Refusal::File(ProofRefusal::NotScanned)));
        assert!(house.test_db.audit_details("document.infected").await.is_empty());
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_scanner_behind_a_socket_in_the_file_system_is_asked_too() {
    for mut house in houses().await {
        let path = house.test_db.folder().join("clamd.ctl");
        let listener = UnixListener::bind(&path).expect("a socket");
        tokio::spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                serve(line, Answer::Says("stream: OK\0")).await;
            }
        });
        let address: ClamdAddress = format!("unix://{}", path.display()).parse().expect("an address");
        assert_eq!(outcome(&mut house, Scanner::clamd(address)).await, Ok(()));
        house.is_in_order().await;
    }
}

#[test]
fn an_address_of_a_scanner_is_read_strictly() {
    for good in [
        "tcp://127.0.0.1:3310",
        "tcp://[::1]:3310",
        "tcp://clamav:3310",
        "unix:///run/clamav/clamd.ctl",
    ] {
        assert_eq!(
            good.parse::<ClamdAddress>().map(|it| it.to_string()),
            Ok(good.to_owned())
        );
    }
    for bad in [
        "",
        "127.0.0.1:3310",
        "tcp://:3310",
        "tcp://clamav",
        "tcp://clamav:99999",
        "unix://clamd.ctl",
        "http://a:1",
    ] {
        assert!(bad.parse::<ClamdAddress>().is_err(), "{bad}");
    }
}
