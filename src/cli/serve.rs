//! `yizhan serve`: arguments of the preview and of the upload page, what is printed of them, and the exit status. The servers are in `web`.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::arguments::base;
use super::caller::{caller_in, stopped};
use super::{FINE, Screen, today, workspace_folder};
use crate::diagnostic::{Diagnostic, Lang, codes};
use crate::ops::inspection::web_form::served_form;
use crate::ops::intake::ready;
use crate::ops::{Access, Outcome, Session, Stop};
use crate::say;
use crate::web::tls::Certificate;
use crate::web::{ConnectionLimits, preview, upload};

/// The command's arguments.
pub fn command(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let base = |name, about| base(lang, name, about);
    base("serve", t("在本机看网站，改了文件自动刷新", "Preview the site locally and rebuild on change"))
            .arg(
                Arg::new("port")
                    .long("port")
                    .value_name(t("端口", "PORT"))
                    .value_parser(value_parser!(u16))
                    .help(t("端口，默认从 8000 起第一个空的", "Port [default: first free port from 8000]")),
            )
            .arg(
                Arg::new("output")
                    .short('o')
                    .long("output")
                    .value_name(t("文件夹", "DIR"))
                    .value_parser(value_parser!(PathBuf))
                    .help(t("输出文件夹，默认工作区里的 output", "Output folder [default: output in the workspace]")),
            )
            .arg(Arg::new("print").long("print").action(ArgAction::SetTrue).help(t(
                "每次也重做印刷品和报告（慢）",
                "Also rebuild printed pieces and reports on every change (slow)",
            )))
            .arg(
                Arg::new("intake")
                    .long("intake")
                    .action(ArgAction::SetTrue)
                    .requires("inspector")
                    .help(t("不看网站，收检查人交来的结果", "Receive results from inspectors instead of previewing the site")),
            )
            .arg(
                Arg::new("inspector")
                    .long("inspector")
                    .value_name(t("姓名", "NAME"))
                    .action(ArgAction::Append)
                    .requires("intake")
                    .help(t("收结果时：谁可以交，每人一个编号；可以写几次", "For the intake: who may hand in, each with an access code; repeatable")),
            )
            .arg(
                Arg::new("listen")
                    .long("listen")
                    .value_name(t("地址", "ADDRESS"))
                    .value_parser(value_parser!(std::net::SocketAddr))
                    .requires("intake")
                    .conflicts_with("port")
                    .help(t(
                        "收结果时：在这台电脑的哪个地址上收，如 192.168.1.5:8080；默认只在本机",
                        "With --intake: address to listen on, such as 192.168.1.5:8080 [default: this machine only]",
                    )),
            )
            .arg(
                Arg::new("tls")
                    .long("tls")
                    .value_names([t("证书", "CERT"), t("私钥", "KEY")])
                    .num_args(1..=2)
                    .value_parser(value_parser!(PathBuf))
                    .requires("intake")
                    .help(t(
                        "收结果时加密：PEM 格式的证书和私钥；--tls self 由程序自己做证书，并显示指纹",
                        "For the intake, encrypt: certificate and key in PEM files; --tls self makes a certificate and shows its fingerprint",
                    )),
            )
            .arg(
                Arg::new("host")
                    .long("host")
                    .value_name(t("名字", "NAME"))
                    .action(ArgAction::Append)
                    .requires("intake")
                    .help(t(
                        "收结果时：还可以用哪个名字打开，如局里网关的名字；可以写几次",
                        "For the intake: another name under which the page is opened, such as that of a gateway; repeatable",
                    )),
            )
            .args(form_arguments(lang))
}

/// Which form is handed out.
fn form_arguments(lang: Lang) -> Vec<Arg> {
    let mut list =
        vec![Arg::new("form").long("form").value_name(lang.pick("标准", "STANDARD")).requires("intake").help(lang.pick(
            "收结果时：也发手机上填的表单，写标准的编号或名称；手机扫码就填，填好就交",
            "For the intake: also hand out the form of this standard (id or name), which phones fill in and hand in",
        ))];
    list.extend(super::inspect::arguments::of_form(lang).map(|argument| argument.requires("form")));
    list
}

/// Runs the command until it is stopped.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let root = workspace_folder(matches);
    let port = matches.get_one::<u16>("port").copied();
    let done = if matches.get_flag("intake") {
        take_in(root, port, matches, screen)
    } else {
        let output = matches.get_one::<PathBuf>("output").cloned().unwrap_or_else(|| root.join("output"));
        show(
            preview::Request {
                root,
                output,
                port,
                all: matches.get_flag("print"),
                lang: screen.lang,
                caller: caller_in,
                signals: true,
                limits: ConnectionLimits::default(),
            },
            screen,
        )
    };
    match done {
        Ok(()) => FINE,
        Err(stop) => stopped(&stop, screen),
    }
}

fn show(request: preview::Request, screen: &mut Screen<'_>) -> Outcome<()> {
    let preview = preview::start(request).map_err(|finding| {
        let in_content = finding.code == &codes::LOCKED;
        Stop { in_content, ..Stop::from(finding) }
    })?;
    if !preview.errors.is_empty() {
        screen.print(&preview.errors);
    }
    screen.print(&format!("{}\n", preview.url));
    screen.note(&say!("改了文件，网页会自己刷新；按 Ctrl+C 结束", "pages reload after an edit; stop with Ctrl+C"));
    preview.server.wait();
    Ok(())
}

fn take_in(root: PathBuf, port: Option<u16>, matches: &ArgMatches, screen: &mut Screen<'_>) -> Outcome<()> {
    // Before anybody is invited: an inspector who stands at the page cannot mend the bureau's disk.
    ready(&caller_in(root.clone()))?.iter().for_each(|note| screen.note(note));
    let form = if matches.contains_id("form") {
        let session = Session::open(&caller_in(root.clone()), Access::Read)?;
        session.notes.iter().for_each(|note| screen.note(note));
        Some(served_form(&session, &super::inspect::form::request(matches, "form"))?)
    } else {
        None
    };
    let local = SocketAddr::from((Ipv4Addr::LOCALHOST, port.unwrap_or(0)));
    let list = |name: &str| matches.get_many::<String>(name).into_iter().flatten().cloned().collect::<Vec<_>>();
    let request = upload::Request {
        root,
        address: matches.get_one::<SocketAddr>("listen").copied().unwrap_or(local),
        inspectors: list("inspector"),
        form,
        hosts: list("host"),
        certificate: certificate(matches)?,
        lang: screen.lang,
        today: today(),
        signals: true,
        limits: upload::UploadLimits::default(),
        accept: upload::by_import(|root| caller_in(root.to_owned()), screen.reader.clone()),
    };
    let (say, heard) = mpsc::channel();
    let say = Mutex::new(say);
    let say = Arc::new(move |event| {
        // Nobody listens any more when the program ends.
        let _ = say.lock().map(|say| say.send(event));
    });
    let upload = upload::start(request, say)?;
    invite(&upload, screen);
    // What is said comes from here alone, a line at a time. The last one has been said when the server has let go of the channel.
    for event in heard {
        match event {
            upload::Event::Received { inspector, file, answer } => {
                screen.print(&format!("{inspector}　{file}　{}\n", answer.get(screen.lang)));
            }
            upload::Event::Trouble { inspector, file, reason } => {
                let message = reason.named(&format!("{inspector}　{file}"));
                screen.finding(Diagnostic::nowhere(&codes::NOT_TAKEN_IN, message).help(say!(
                    "先把工作区理好（yizhan check）；手机上的页面会自动再交",
                    "mend the workspace first (`yizhan check`); the page on the phone will try again"
                )));
            }
            upload::Event::Closed(says) => screen.print(&format!("{}\n", says.get(screen.lang))),
        }
    }
    upload.server.wait();
    Ok(())
}

/// The address, and for each inspector the access code with a QR code that brings it along.
fn invite(upload: &upload::Upload, screen: &mut Screen<'_>) {
    let url = &upload.url;
    screen.print(&format!("{url}\n"));
    if let Some(fingerprint) = &upload.fingerprint {
        screen.print(&format!("SHA-256 {fingerprint}\n"));
    }
    if let Some(form) = &upload.form_url {
        screen.print(&format!("{form}\n"));
    }
    for (code, name) in &upload.access_codes {
        let address = match &upload.form_url {
            // The form hands in by itself.
            Some(form) => format!("{form}#code={code}"),
            None => format!("{url}#{code}"),
        };
        screen.print(&format!("\n{name}　{code}\n{}", crate::qr::terminal(&address)));
    }
    if upload.form_url.is_some() {
        screen.note(&if upload.fingerprint.is_some() && !upload.self_signed {
            say!(
                "扫码打开表单，填好直接交；打开过一次，不联网也能填",
                "the codes open the form, which hands in by itself; once it was opened it works offline"
            )
        } else {
            say!(
                "扫码打开表单，填好直接交；没有手机信得过的证书，不联网时打不开，填好以前不要关掉页面",
                "the codes open the form, which hands in by itself; without a certificate that phones trust it does not open offline, so keep the page open"
            )
        });
    }
    if upload.self_signed {
        screen.note(&say!(
            "证书是程序自己做的，手机打开时会警告“您的连接不是私密连接”或“此连接非私人连接”：先看证书详情，SHA-256 指纹和上面的一样再继续访问，不一样就不要输编号",
            "the certificate is self-signed, so a phone warns that the connection is not private: look at the certificate first, go on only if its SHA-256 fingerprint is the one above, and enter no code otherwise"
        ));
    } else if upload.fingerprint.is_none() && !upload.server.address.ip().is_loopback() {
        screen.note(&say!(
            "网络里看得到内容：没有加密，只在局里自己的网络里用；要加密，加 --tls self",
            "it is not encrypted: use it in the bureau's own network only, or encrypt it with --tls self"
        ));
    }
    screen.note(&say!(
        "收到的和导入文件一样检查；按 Ctrl+C 结束",
        "what arrives is checked like an imported file; stop with Ctrl+C"
    ));
}

/// `--tls self`, or `--tls CERT KEY`.
fn certificate(matches: &ArgMatches) -> Result<Option<Certificate>, Box<Diagnostic>> {
    let paths: Vec<&PathBuf> = matches.get_many::<PathBuf>("tls").into_iter().flatten().collect();
    match paths.as_slice() {
        [] => Ok(None),
        [one] if one.as_os_str() == "self" => Ok(Some(Certificate::SelfSigned)),
        [chain, key] => Ok(Some(Certificate::Files((*chain).clone(), (*key).clone()))),
        _ => {
            let message =
                say!("--tls 后面要有证书和私钥两个文件，或者 self", "--tls needs two files, certificate and key, or `self`");
            let help = say!("写 --tls self，程序自己做证书", "write --tls self to have a certificate made");
            Err(Box::new(Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, message).help(help)))
        }
    }
}
