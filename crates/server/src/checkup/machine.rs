//! The machine: the folders and their room, the port, the clock, fonts for printing.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::Path;

use jiff::Timestamp;
use yuheng_definition::Label;
use yuheng_store::{DiskLimits, room};

use super::Finding;
use crate::config::Config;

/// No clock was right before this program was written.
const WRITTEN: i64 = 1_790_000_000;

/// Where fonts lie.
const FONTS: [&str; 3] = ["/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/texmf/fonts"];

/// How files are named that hold Chinese characters.
const CJK: [&str; 8] = ["cjk", "wqy", "sourcehan", "simsun", "simhei", "msyh", "droidsansfallback", "harmonyos"];

/// A line for each of them.
pub fn machine(config: &Config, now: Timestamp) -> Vec<Finding> {
    let mut lines = vec![folder("data_folder", &config.data)];
    if !config.backup_folder.starts_with(&config.data) {
        lines.push(folder("backups", &config.backup_folder));
    }
    lines.extend([port(config), clock(now), fonts()]);
    lines
}

/// Nothing is made: a folder that isn't there is looked at where it would be.
fn folder(what: &'static str, path: &Path) -> Finding {
    let shown = path.display();
    if path.is_dir()
        && let Err(error) = writable(path)
    {
        return Finding::bad(
            what,
            Label { zh: format!("{shown} 不能写入：{error}"), en: format!("{shown} can't be written: {error}") },
            Label {
                zh: format!("把它交给运行 yuheng 的用户：chown -R yuheng {shown}"),
                en: format!("give it to the user that yuheng runs as: chown -R yuheng {shown}"),
            },
        );
    }
    if path.exists() && !path.is_dir() {
        return Finding::bad(
            what,
            Label { zh: format!("{shown} 不是目录"), en: format!("{shown} is no folder") },
            Label::new("换一个目录，或移走该文件", "give another, or move that file away"),
        );
    }
    let Ok(found) = room(path) else {
        return Finding::good(what, Label { zh: format!("{shown}"), en: format!("{shown}") });
    };
    let free = format!("{} MiB", found.free >> 20);
    let said = Label { zh: format!("{shown}，剩余 {free}"), en: format!("{shown}, {free} free") };
    if found.free < DiskLimits::default().warn_below {
        let to_do =
            Label::new("请清理或扩容：不足 64 MiB 时只能读取", "make room: below 64 MiB nothing can be written");
        return Finding::attention(what, said, to_do);
    }
    Finding::good(what, said)
}

fn writable(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(format!(".check-{}", std::process::id()));
    File::create(&probe)?;
    fs::remove_file(&probe)
}

fn port(config: &Config) -> Finding {
    let address = config.listen;
    match TcpListener::bind(address) {
        Ok(_) => Finding::good("port", Label { zh: format!("{address} 可用"), en: format!("{address} is free") }),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => Finding::attention(
            "port",
            Label { zh: format!("{address} 已被占用"), en: format!("{address} is taken") },
            Label::new(
                "若正是本系统在运行，不必处理；否则停止占用它的程序，或用 --listen 换一个地址",
                "nothing to do if it is this Yuheng that runs; else stop what takes it, or give another address by --listen",
            ),
        ),
        Err(error) => Finding::bad(
            "port",
            Label {
                zh: format!("不能在 {address} 上监听：{error}"),
                en: format!("{address} can't be listened at: {error}"),
            },
            Label::new(
                "用 --listen 给出本机的地址；1024 以下的端口需要 root 权限，请改用代理",
                "give an address of this machine by --listen; ports below 1024 need root: put a proxy before it",
            ),
        ),
    }
}

fn clock(now: Timestamp) -> Finding {
    let said = Label { zh: format!("本机时间 {now:.0}"), en: format!("the machine's clock says {now:.0}") };
    if now.as_second() < WRITTEN {
        let to_do = Label::new(
            "时间不对，所有时限都会算错：请校准并启用 NTP",
            "it is wrong, and every deadline with it: set it, and use NTP",
        );
        return Finding::bad("clock", said, to_do);
    }
    Finding::good("clock", said)
}

fn fonts() -> Finding {
    if FONTS.iter().any(|folder| has_cjk(Path::new(folder), 5)) {
        return Finding::good("fonts", Label::new("本机有中文字体", "there is a font for Chinese on this machine"));
    }
    Finding::good(
        "fonts",
        Label::new(
            "本机没有中文字体：仅在本机打印时需要，apt install fonts-noto-cjk",
            "no font for Chinese on this machine; needed only to print on it: apt install fonts-noto-cjk",
        ),
    )
}

fn has_cjk(folder: &Path, depth: u32) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name().to_string_lossy().to_lowercase();
        CJK.iter().any(|mark| name.contains(mark)) || (depth > 0 && has_cjk(&entry.path(), depth - 1))
    })
}
