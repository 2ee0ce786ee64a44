//! A file sent as a form: who may fetch it first, then the file, which is the last part. So the right is looked at before
//! the file is taken in, and the file goes to the store as it comes.

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::{HeaderMap, header};
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error as NoWord, StrDeserializer};
use yuheng_definition::Label;

use crate::fault::Complaint;
use crate::problem::Problem;
use crate::types::words::Audience;

/// The part that says who may fetch the file.
const AUDIENCE: &str = "audience";
/// The part that is the file.
const FILE: &str = "file";
/// The longest word for an audience, in bytes.
const LONGEST_WORD: usize = 64;

/// A form that was read up to its file.
pub struct Form {
    parts: Multipart,
    audience: Option<Audience>,
}

/// The head of the file in a form.
pub struct Head {
    /// Its name.
    pub name: String,
    /// Who may fetch it.
    pub audience: Audience,
}

/// Whether a body says that it is a form.
pub fn is_form(headers: &HeaderMap) -> bool {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    media.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("multipart/form-data")
}

impl Form {
    /// The form in `request`; an audience may stand in the address.
    ///
    /// # Errors
    /// When it has no boundary.
    pub async fn of(request: Request, audience: Option<Audience>) -> Result<Self, Problem> {
        let parts = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
        Ok(Self { parts, audience })
    }

    /// Reads up to the file, and calls `begin` with its head and `next` with its bytes as they come.
    ///
    /// # Errors
    /// When a part is missing, unknown, given twice or out of its order; and what the two say.
    pub async fn file(&mut self, name: Option<String>, sink: &mut impl Sink) -> Result<Head, Problem> {
        loop {
            let Some(part) = self.parts.next_field().await.map_err(unreadable)? else {
                return Err(Problem::invalid(FILE, "missing", Label::new("缺少文件", "there is no file")));
            };
            match part.name().unwrap_or_default() {
                AUDIENCE if self.audience.is_none() => self.audience = Some(word(part).await?),
                FILE => {
                    let head = head(&part, name, self.audience)?;
                    take(part, &head, sink).await?;
                    return self.end().await.map(|()| head);
                }
                other => return Err(unwanted(other)),
            }
        }
    }

    /// Nothing comes after the file.
    async fn end(&mut self) -> Result<(), Problem> {
        match self.parts.next_field().await.map_err(unreadable)? {
            Some(part) => Err(unwanted(part.name().unwrap_or_default())),
            None => Ok(()),
        }
    }
}

/// Where a file goes.
pub trait Sink: Send {
    /// It begins.
    fn begin(&mut self, head: &Head) -> impl Future<Output = Result<(), Problem>> + Send;
    /// The next bytes.
    fn next(&mut self, bytes: &[u8]) -> impl Future<Output = Result<(), Problem>> + Send;
}

async fn take(mut part: Field<'_>, head: &Head, sink: &mut impl Sink) -> Result<(), Problem> {
    sink.begin(head).await?;
    while let Some(bytes) = part.chunk().await.map_err(unreadable)? {
        sink.next(&bytes).await?;
    }
    Ok(())
}

fn head(part: &Field<'_>, name: Option<String>, audience: Option<Audience>) -> Result<Head, Problem> {
    let name = name.or_else(|| part.file_name().map(str::to_owned)).filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| {
        let why = Label::new("没有选择文件，或文件没有名称", "no file was chosen, or it has no name");
        Problem::invalid(FILE, "missing", why)
    })?;
    let audience = audience.ok_or_else(|| {
        let why = Label::new("缺少，且须写在 file 之前", "is missing, and has to stand before the file");
        Problem::invalid(AUDIENCE, "missing", why)
    })?;
    Ok(Head { name, audience })
}

async fn word(mut part: Field<'_>) -> Result<Audience, Problem> {
    let mut word = Vec::new();
    while let Some(bytes) = part.chunk().await.map_err(unreadable)? {
        word.extend_from_slice(&bytes);
        if word.len() > LONGEST_WORD {
            break;
        }
    }
    let word = String::from_utf8_lossy(&word).trim().to_owned();
    let reader: StrDeserializer<'_, NoWord> = word.as_str().into_deserializer();
    Audience::deserialize(reader).map_err(|_| {
        let complaint = Complaint::NoOption(&word);
        Problem::invalid(AUDIENCE, complaint.code(), complaint.label())
    })
}

/// A part that stands there once more, or that nobody knows.
fn unwanted(name: &str) -> Problem {
    let complaint = if [AUDIENCE, FILE].contains(&name) { Complaint::Twice(name) } else { Complaint::Unknown(name) };
    Problem::invalid(name, complaint.code(), complaint.label())
}

fn unreadable(_: MultipartError) -> Problem {
    broken()
}

fn broken() -> Problem {
    Problem::bad_request(Label::new("表单无法读取，或上传中断", "The form can't be read, or the upload broke off"))
}
