//! Recall: whatever stands in a text is found by its words, by pairs of its characters and by each of them, on both
//! databases; and nothing is found by what may not be seen.

use std::collections::BTreeSet;
use std::sync::Arc;

use yuheng_definition::expression::{Expression, Node, Schema};
use yuheng_engine::Record;

use super::{SearchArm, SearchQuery};
use crate::Store;
use crate::commit::statements::Statements;
use crate::list::tests::{insert, process, sample, stores};

/// Texts as people write them, public and internal.
const TEXTS: [(&str, &str); 14] = [
    ("堡垒机登录失败，提示等保策略不符", ""),
    ("等保测评整改：服务器密码复杂度", "联系王小明处理"),
    ("客户欧阳娜娜反映 OA 系统打不开", ""),
    ("VPN网络中断，无法访问内网邮箱", "防火墙策略ID-4711有误"),
    ("打印机缺纸", "三楼"),
    ("打印机卡纸，型号 HP-LaserJet M404n", ""),
    ("网络很慢", ""),
    ("慢", ""),
    ("数据库 Oracle19c 表空间不足 ORA-01653", "扩容到500G"),
    ("核心交换机 Core-SW01 端口 Gi1/0/24 down", ""),
    ("申请开通WiFi账号；姓名：张三丰", ""),
    ("邮箱zhang.san@example.com收不到邮件", ""),
    ("Straße gesperrt, café geschlossen", ""),
    ("日本語のテキスト、한국어 텍스트", ""),
];

const INTERNAL_ONLY: [&str; 4] = ["王小明", "防火墙", "4711", "扩容"];

async fn filled(store: &Store) -> Vec<Record> {
    let (mut records, _) = sample(TEXTS.len());
    for record in &mut records {
        record.label = format!("INC{:07}", record.number);
    }
    insert(store, &records, &[]).await;
    let mut all = Statements::default();
    for (record, (public, internal)) in records.iter().zip(TEXTS) {
        super::write(&mut all, record.id, "fields", public, internal, store.dialect());
    }
    store.write(all.first.into_iter().chain(all.last).collect()).await.unwrap();
    records
}

async fn found(store: &Store, text: &str, seen: &Node, internal: bool) -> BTreeSet<u64> {
    let arm = SearchArm {
        process: Arc::new(process()),
        seen: seen.clone(),
        internal: Node::truth(internal),
        trusted: Node::truth(true),
    };
    let query = SearchQuery { text: text.to_owned(), arms: vec![arm], limit: 50 };
    store.search(&query).await.unwrap().hits.into_iter().map(|hit| hit.record.number).collect()
}

/// The records in whose texts all words stand.
fn holding(words: &str, internal: bool) -> BTreeSet<u64> {
    let holds = |(public, hidden): &(&str, &str)| {
        let text = if internal { format!("{public}\n{hidden}") } else { (*public).to_owned() };
        words.split_whitespace().all(|word| text.to_lowercase().contains(&word.to_lowercase()))
    };
    TEXTS.iter().zip(1..).filter(|(texts, _)| holds(texts)).map(|(_, number)| number).collect()
}

#[tokio::test]
async fn every_run_of_chinese_characters_is_found() {
    let texts: Vec<Vec<char>> =
        TEXTS.iter().flat_map(|(public, internal)| [*public, *internal]).map(|text| text.chars().collect()).collect();
    let is_chinese = |run: &&[char]| run.iter().all(|one| ('\u{4e00}'..='\u{9fff}').contains(one));
    let runs = |length| texts.iter().flat_map(move |text| text.windows(length)).filter(is_chinese);
    let sought: BTreeSet<String> = (1..=4).flat_map(runs).map(|run| run.iter().collect()).collect();
    assert!(sought.len() > 200);
    for (store, _folder) in stores().await {
        filled(&store).await;
        for word in &sought {
            assert_eq!(found(&store, word, &Node::truth(true), true).await, holding(word, true), "{word}");
        }
    }
}

#[tokio::test]
async fn words_are_found_from_their_beginning_in_any_case() {
    let words = [
        "堡垒机",
        "等保",
        "vpn",
        "VPN网络",
        "hp-laser",
        "laserjet",
        "oracle",
        "ora-01653",
        "ORA",
        "gi1/0/24",
        "wifi账号",
        "zhang.san@example.com",
        "straße",
        "café",
        "日本語",
        "テキ",
        "한국어",
        "打印机 卡纸",
        "打印机 缺",
        "core-sw01 down",
        "oa",
        "没有这个",
        "ora-99999",
    ];
    for (store, _folder) in stores().await {
        filled(&store).await;
        for word in words {
            assert_eq!(found(&store, word, &Node::truth(true), true).await, holding(word, true), "{word}");
        }
        for nothing in ["", "  ", "…", "\"", "' OR 1=1", "a AND", "*", "\\"] {
            found(&store, nothing, &Node::truth(true), true).await;
        }
    }
}

#[tokio::test]
async fn what_stands_in_internal_texts_only_is_not_found_without_the_right() {
    for (store, _folder) in stores().await {
        filled(&store).await;
        for word in INTERNAL_ONLY {
            assert!(found(&store, word, &Node::truth(true), false).await.is_empty(), "{word}");
            assert!(!found(&store, word, &Node::truth(true), true).await.is_empty(), "{word}");
        }
    }
}

#[tokio::test]
async fn only_what_may_be_seen_is_found_by_text_or_number() {
    let schema = Schema::of(&process());
    let open = Expression::check("record.is_open", &schema).unwrap().root;
    for (store, _folder) in stores().await {
        let records = filled(&store).await;
        let is_open = |number: &u64| records.iter().any(|record| record.number == *number && record.is_open);
        for (word, all) in
            [("打印机", holding("打印机", false)), ("inc00", (1..=14).collect()), ("INC0000003", [3].into())]
        {
            let expected: BTreeSet<u64> = all.into_iter().filter(is_open).collect();
            assert_eq!(found(&store, word, &open, true).await, expected, "{word}");
            assert!(found(&store, word, &Node::truth(false), true).await.is_empty());
        }
    }
}

#[tokio::test]
async fn a_snippet_shows_where_it_was_found() {
    for (store, _folder) in stores().await {
        filled(&store).await;
        let arm = SearchArm {
            process: Arc::new(process()),
            seen: Node::truth(true),
            internal: Node::truth(true),
            trusted: Node::truth(true),
        };
        let query = SearchQuery { text: "表空间".to_owned(), arms: vec![arm], limit: 5 };
        let hits = store.search(&query).await.unwrap();
        let snippets: Vec<&str> = hits.hits.iter().map(|hit| hit.snippet.as_str()).collect();
        assert_eq!((snippets, hits.is_cut), (vec!["数据库 Oracle19c 表空间不足 ORA-01653"], false));
    }
}
