//! Whose address a request comes from, believing only the proxies that the operator named.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    str::FromStr,
    sync::Arc,
};

use axum::extract::FromRequestParts;
use http::{Extensions, HeaderMap, request::Parts};

use crate::serve::Peer;

/// The address that the log-in throttle counts. Never written to the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl<S: Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or(Self(peer(&parts.extensions))))
    }
}

/// A set of networks, written as `10.0.0.0/8,::1`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks(Arc<[Network]>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    base: IpAddr,
    bits: u32,
}

/// The text is no list of networks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("「{0}」は 10.0.0.0/8 のような形ではありません。/ “{0}” is no network such as 10.0.0.0/8.")]
pub struct NotANetwork(String);

impl Networks {
    fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }
}

impl Network {
    fn contains(self, address: IpAddr) -> bool {
        match (self.base, address.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(address)) => same_head(
                u128::from(base.to_bits()) << 96,
                u128::from(address.to_bits()) << 96,
                self.bits,
            ),
            (IpAddr::V6(base), IpAddr::V6(address)) => same_head(base.to_bits(), address.to_bits(), self.bits),
            _ => false,
        }
    }
}

fn same_head(one: u128, other: u128, bits: u32) -> bool {
    // A shift by all 128 bits is what `checked_shr` refuses; nothing is compared then.
    (one ^ other)
        .checked_shr(128 - bits)
        .is_none_or(|difference| difference == 0)
}

impl FromStr for Networks {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts
            .map(str::parse)
            .collect::<Result<Vec<_>, _>>()
            .map(|networks| Self(networks.into()))
    }
}

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let refused = || NotANetwork(text.to_owned());
        let (base, bits) = text
            .split_once('/')
            .map_or((text, None), |(base, bits)| (base, Some(bits)));
        let base: IpAddr = base.parse().map_err(|_| refused())?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse().map_err(|_| refused()))?;
        if bits > most {
            Err(refused())
        } else {
            Ok(Self { base, bits })
        }
    }
}

/// Walks `X-Forwarded-For` from the nearest hop outwards, as long as each hop is a trusted proxy: what stands
/// before the first stranger was written by the stranger.
pub fn client_address(extensions: &Extensions, headers: &HeaderMap, trusted: &Networks) -> ClientAddress {
    let mut nearest = peer(extensions);
    let lines = headers
        .get_all("x-forwarded-for")
        .into_iter()
        .filter_map(|line| line.to_str().ok());
    let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    for hop in hops.iter().rev() {
        if !trusted.contains(nearest) {
            break;
        }
        let Some(address) = parse_hop(hop) else { break };
        nearest = address;
    }
    ClientAddress(nearest)
}

/// Requests of a test come over no connection.
fn peer(extensions: &Extensions) -> IpAddr {
    extensions
        .get::<Peer>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip().to_canonical())
}

fn parse_hop(hop: &str) -> Option<IpAddr> {
    let bare = hop
        .parse()
        .ok()
        .or_else(|| hop.parse().ok().map(|with_port: SocketAddr| with_port.ip()));
    bare.map(|address: IpAddr| address.to_canonical())
}
