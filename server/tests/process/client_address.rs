//! Only a trusted proxy's word about the client's address is believed.

use std::net::IpAddr;

use http::{Extensions, HeaderMap};
use server::{
    middleware::client_address::{ClientAddress, Networks, client_address},
    serve::Peer,
};

fn seen(peer: &str, forwarded: &[&str], trusted: &str) -> IpAddr {
    let mut extensions = Extensions::new();
    extensions.insert(Peer((peer.parse::<IpAddr>().unwrap(), 1).into()));
    let mut headers = HeaderMap::new();
    for line in forwarded {
        headers.append("x-forwarded-for", line.parse().unwrap());
    }
    let ClientAddress(address) = client_address(&extensions, &headers, &trusted.parse().unwrap());
    address
}

#[test]
fn a_strangers_claim_is_not_believed() {
    assert_eq!(seen("203.0.113.9", &["198.51.100.1"], "").to_string(), "203.0.113.9");
    assert_eq!(
        seen("203.0.113.9", &["198.51.100.1"], "10.0.0.0/8").to_string(),
        "203.0.113.9"
    );
}

#[test]
fn what_stands_before_the_first_stranger_is_not_believed() {
    let proxies = "10.0.0.0/8, 192.0.2.7";
    assert_eq!(seen("10.0.0.1", &["198.51.100.1"], proxies).to_string(), "198.51.100.1");
    assert_eq!(
        seen("10.0.0.1", &["6.6.6.6, 198.51.100.1, 192.0.2.7"], proxies).to_string(),
        "198.51.100.1"
    );
    assert_eq!(
        seen("10.0.0.1", &["6.6.6.6", "198.51.100.1"], proxies).to_string(),
        "198.51.100.1"
    );
    assert_eq!(
        seen("10.0.0.1", &["6.6.6.6, nonsense"], proxies).to_string(),
        "10.0.0.1"
    );
    assert_eq!(seen("10.0.0.1", &[], proxies).to_string(), "10.0.0.1");
}

#[test]
fn ports_and_both_kinds_of_address_are_read() {
    assert_eq!(
        seen("::ffff:10.0.0.1", &["198.51.100.1:5555"], "10.0.0.0/8").to_string(),
        "198.51.100.1"
    );
    assert_eq!(
        seen("fd00::1", &["[2001:db8::5]:443"], "fd00::/8").to_string(),
        "2001:db8::5"
    );
    assert_eq!(seen("fd00::1", &["2001:db8::5"], "::/0").to_string(), "2001:db8::5");
    assert_eq!(
        seen("10.0.0.1", &["198.51.100.1"], "0.0.0.0/0").to_string(),
        "198.51.100.1"
    );
}

#[test]
fn a_network_that_is_none_is_refused() {
    for wrong in ["10.0.0.0/33", "10.0.0/8", "::/129", "host", "10.0.0.0/x"] {
        assert!(wrong.parse::<Networks>().is_err(), "{wrong}");
    }
}
