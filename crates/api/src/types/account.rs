//! Accounts, sessions and tokens on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuheng_engine::RecordId;

use super::reference::Reference;
use super::text::Text;

/// Signing in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The login.
    pub login: String,
    /// The password.
    pub password: String,
}

/// A new password by way of a one-time link. The login is asked for only where the link makes the first account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UseLink {
    /// The first administrator's login.
    pub login: Option<String>,
    /// The first administrator's name.
    pub name: Option<String>,
    /// The new password.
    pub password: String,
}

/// A one-time link, before it is used.
#[derive(Debug, Serialize, ToSchema)]
pub struct Link {
    /// What it is for: `first_administrator`, `invitation` or `reset`.
    pub purpose: &'static str,
    /// The login that it is for, if there is one already.
    pub login: Option<String>,
}

/// An invitation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// The person's or contact's number or id.
    pub person: String,
    /// The login.
    pub login: String,
}

/// A one-time link, shown once to whoever made it.
#[derive(Serialize, ToSchema)]
pub struct LinkMade {
    /// The address to pass on.
    pub link: String,
    /// When it is over.
    pub expires_at: String,
}

/// A password change.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The present password.
    pub current: String,
    /// The new one.
    pub password: String,
}

/// Whoever is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// The person or contact.
    pub id: String,
    /// The login.
    pub login: String,
    /// The name.
    pub name: String,
    /// The roles held today.
    pub roles: Vec<Role>,
    /// The customer of a contact.
    pub customer: Option<Reference>,
    /// The department of one of the provider's own.
    pub department: Option<Reference>,
    /// May administer accounts and settings.
    pub administers: bool,
    /// Those whom one stands in for today.
    pub deputises: Vec<Reference>,
    /// The organisation's zone.
    pub zone: String,
    /// The language that one has chosen.
    pub language: Option<SetLanguage>,
    /// The organisation's language: for whoever has chosen none, and whose browser asks for none of the page's.
    pub organisation_language: Option<SetLanguage>,
    /// The demo that the installation holds, if it holds one with a year.
    pub demo: Option<Demo>,
    /// Who looks through this person's eyes, and until when; none: it is the person.
    pub viewing: Option<ViewedBy>,
}

/// Whoever looks through somebody's eyes.
#[derive(Debug, Serialize, ToSchema)]
pub struct ViewedBy {
    /// Who looks.
    pub name: String,
    /// The viewing.
    #[serde(flatten)]
    pub viewing: Viewing,
}

/// Through whose eyes to look.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewAs {
    /// The person's or contact's number or id.
    pub person: String,
}

/// Somebody looking through another's eyes.
#[derive(Debug, Serialize, ToSchema)]
pub struct Viewing {
    /// What requests name in `X-Yuheng-Viewing`.
    pub id: String,
    /// When it ends in any case.
    pub until: String,
}

/// A demo: invented content up to a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct Demo {
    /// The end of its year.
    pub as_of: String,
    /// How many whole days ago that was.
    pub days_old: i64,
    /// It is no longer believable, and can be built anew.
    pub is_old: bool,
}

/// What one may change of oneself; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeMe {
    /// The language.
    pub language: Option<SetLanguage>,
}

/// A language that one may choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SetLanguage {
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl SetLanguage {
    /// Its word on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The language with that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Zh, Self::En].into_iter().find(|language| language.word() == word)
    }
}

/// A role.
#[derive(Debug, Serialize, ToSchema)]
pub struct Role {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub label: Text,
}

/// What somebody was told of.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notices {
    /// Newest first.
    pub items: Vec<Notice>,
    /// Where the next page begins; absent on the last.
    pub next: Option<String>,
    /// How many are unread, on this page or another.
    pub unread: u64,
}

/// A notice.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notice {
    /// Its id.
    pub id: String,
    /// When.
    pub at: String,
    /// Why: `assigned`, `approval_asked`, `escalated` and so on.
    pub reason: String,
    /// What it says.
    pub text: Text,
    /// Why one is told.
    pub because: Option<Text>,
    /// What was said with it, where that is what one is told for and may be read.
    pub said: Option<String>,
    /// Whose deed it tells of, if that may be named; none: it came by itself.
    pub doer: Option<Reference>,
    /// The record, if it may be seen.
    pub record: Option<Reference>,
    /// The list that one follows and that something came into, if it may be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<NoticeList>,
    /// It was read.
    pub read: bool,
}

/// What came into a kept list.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeList {
    /// The record that keeps the list.
    pub view: Reference,
    /// The process whose records it lists.
    pub records_of: String,
    /// How many came into it since one read of it last.
    pub count: u64,
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// Where it was begun: the browser as it calls itself.
    pub device: String,
    /// The address that it was begun from.
    pub address: String,
    /// When it was begun.
    pub created_at: String,
    /// When it was last used.
    pub seen_at: String,
    /// It is the one that asks.
    pub is_this: bool,
}

impl Session {
    /// As it is shown to whoever asks by the session `asking`.
    #[must_use]
    pub fn shown(session: yuheng_app::Session, asking: Option<RecordId>) -> Self {
        Self {
            id: session.id.to_string(),
            device: session.agent,
            address: session.address,
            created_at: session.created_at.to_string(),
            seen_at: session.seen_at.to_string(),
            is_this: asking == Some(session.id),
        }
    }
}

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for.
    pub label: String,
    /// Only these processes; empty: all.
    #[serde(default)]
    pub processes: Vec<String>,
    /// It may only read.
    #[serde(default)]
    pub read_only: bool,
    /// Days until it is over, 1–366.
    pub days: u32,
}

/// A token.
#[derive(Debug, Serialize, ToSchema)]
pub struct Token {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub label: String,
    /// Only these processes; empty: all.
    pub processes: Vec<String>,
    /// It may only read.
    pub read_only: bool,
    /// When it was made.
    pub created_at: String,
    /// When it is over.
    pub expires_at: String,
    /// The token itself: in the answer to its making only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// An account, for administrators.
#[derive(Debug, Serialize, ToSchema)]
pub struct Account {
    /// The person or contact.
    pub person: Option<Reference>,
    /// The login.
    pub login: String,
    /// Locked out.
    pub locked: bool,
    /// Has set a password.
    pub has_password: bool,
    /// When it last signed in.
    pub signed_in_at: Option<String>,
}
