//! TLS for the upload page: a certificate from files, or one that the program makes for as long as it runs, whose fingerprint people compare.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Datelike as _, Days, NaiveDate};
use rcgen::{CertificateParams, DnType, KeyPair, PKCS_ECDSA_P256_SHA256, date_time_ymd};
use sha2::{Digest as _, Sha256};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::diagnostic::{Bilingual, Diagnostic, codes};
use crate::say;

/// Days that a certificate of our own is valid. It is gone when the program ends; phones refuse those that are valid for many years.
const DAYS: u64 = 90;

/// Where the certificate comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Certificate {
    /// Files in PEM form: the chain, and its private key.
    Files(PathBuf, PathBuf),
    /// One that is made now.
    SelfSigned,
}

/// What the server needs, and what people compare.
pub struct Tls {
    /// For the handshake.
    pub config: Arc<ServerConfig>,
    /// SHA-256 of the certificate in pairs of digits, as browsers show it.
    pub fingerprint: String,
}

/// Reads or makes the certificate. The names are those under which the server is asked; a certificate of our own is for them.
///
/// # Errors
/// What is wrong with the files.
pub fn prepare(certificate: &Certificate, names: &[String], today: NaiveDate) -> Result<Tls, Box<Diagnostic>> {
    let (chain, key) = match certificate {
        Certificate::Files(chain, key) => (read_chain(chain)?, read_key(key)?),
        Certificate::SelfSigned => make(names, today)?,
    };
    let fingerprint = chain.first().map(fingerprint).unwrap_or_default();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|_| {
            wrong(
                say!("证书和私钥用不了", "the certificate and its key cannot be used"),
                say!(
                    "核对两个文件是不是一对，私钥有没有密码",
                    "check that the two files belong together and that the key has no password"
                ),
            )
        })?;
    Ok(Tls { config: Arc::new(config), fingerprint })
}

type Pair = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

fn wrong(message: Bilingual, help: Bilingual) -> Box<Diagnostic> {
    Box::new(Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, message).help(help))
}

fn read(path: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let shown = path.display();
    fs::read(path).map_err(|error| {
        let help = say!("核对 --tls 后面的路径：先证书，后私钥", "check the paths after --tls: certificate first, then key");
        wrong(say!("{shown} 读不出来", "{shown} cannot be read").because_of(&error), help)
    })
}

fn read_chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, Box<Diagnostic>> {
    let bytes = read(path)?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    chain.ok().filter(|chain| !chain.is_empty()).ok_or_else(|| {
        let shown = path.display();
        wrong(
            say!("{shown} 里没有证书", "{shown} holds no certificate"),
            say!(
                "要 PEM 格式，以 -----BEGIN CERTIFICATE----- 开头",
                "it must be PEM, beginning with -----BEGIN CERTIFICATE-----"
            ),
        )
    })
}

fn read_key(path: &Path) -> Result<PrivateKeyDer<'static>, Box<Diagnostic>> {
    let bytes = read(path)?;
    PrivateKeyDer::from_pem_slice(&bytes).map_err(|_| {
        let shown = path.display();
        wrong(
            say!("{shown} 里没有可用的私钥", "{shown} holds no private key that can be used"),
            say!(
                "要 PEM 格式、没有密码的私钥，以 -----BEGIN PRIVATE KEY----- 开头",
                "it must be PEM without a password, beginning with -----BEGIN PRIVATE KEY-----"
            ),
        )
    })
}

fn make(names: &[String], today: NaiveDate) -> Result<Pair, Box<Diagnostic>> {
    let made = || -> Result<Pair, rcgen::Error> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        let mut params = CertificateParams::new(names.to_vec())?;
        params.distinguished_name.push(DnType::CommonName, "yizhan");
        // A phone's clock may be behind.
        let from = today.checked_sub_days(Days::new(2)).unwrap_or(today);
        let until = today.checked_add_days(Days::new(DAYS)).unwrap_or(today);
        let day = |day: NaiveDate| {
            let part = |n: u32| u8::try_from(n).unwrap_or(1);
            date_time_ymd(day.year(), part(day.month()), part(day.day()))
        };
        (params.not_before, params.not_after) = (day(from), day(until));
        let certificate = params.self_signed(&key)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        Ok((vec![certificate.der().clone()], key))
    };
    made().map_err(|_| {
        wrong(say!("做不出证书", "no certificate can be made"), say!("核对 --host 后面的名字", "check the names after --host"))
    })
}

fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    let hash = Sha256::digest(certificate.as_ref());
    hash.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}
