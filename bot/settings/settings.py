"""The environment, checked once at the start: every mistake is named, no secret is printed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Annotated, ClassVar, Literal
from urllib.parse import urljoin

from pydantic import (
    Field,
    FilePath,
    HttpUrl,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import NoDecode

from bot.settings.errors import SettingsError
from bot.settings.reading import ReadingSettings, readable
from bot.settings.values import (
    DRAWING,
    TELEGRAM,
    check_database,
    check_dsn,
    check_length,
    check_secret,
    check_token,
    check_web,
    check_webhook,
    ids,
    is_server,
    sentence,
)

MISSING = (
    "TELEGRAM_BOT_TOKEN is not set. Talk to @BotFather on Telegram, send /newbot, and put the "
    "token that it gives you into the environment or into a file named .env. "
    "To try the bot without Telegram and without a token, run: python -m bot demo"
)

NO_QUEUE = (
    "should be child or off unless DATABASE_URL is a PostgreSQL server, in which the queue is"
)
DATABASE = "sqlite:///data/bot.sqlite3"
Ids = Annotated[frozenset[int], NoDecode]


class Settings(ReadingSettings):
    """What the operator may choose. Each field is the environment variable of the same name."""

    has_canvas: ClassVar[bool] = False
    """Whether the chat itself has something to draw on, as the demo's has."""

    telegram_bot_token: SecretStr | None = None

    admin_ids: Ids = frozenset()
    allowed_users: Ids = frozenset()
    allowed_chats: Ids = frozenset()

    telegram_api_url: HttpUrl = TELEGRAM
    webhook_url: HttpUrl | None = None
    webhook_secret: SecretStr | None = None
    web_url: HttpUrl | None = None
    webhook_host: str = "0.0.0.0"  # noqa: S104 - a platform's router comes from outside
    port: Annotated[int, Field(ge=1, le=65535)] = 8443

    database_url: SecretStr = SecretStr(DATABASE)
    user_secret: SecretStr | None = None
    corrections_per_day: Annotated[int, Field(ge=0, le=100_000)] = 100

    model_cache: Path = Path("data/models")
    mnist_path: FilePath | None = None
    concurrency: Annotated[int, Field(ge=1, le=64)] = 8
    reading_threads: Annotated[int, Field(ge=1, le=16)] = 2
    messages_per_second: Annotated[int, Field(ge=1, le=1000)] = 30
    rate_per_user: Annotated[int, Field(ge=0, le=10_000)] = 30
    rate_per_chat: Annotated[int, Field(ge=0, le=10_000)] = 60
    queue_limit: Annotated[int, Field(ge=1, le=10_000)] = 150
    training: Literal["child", "queue", "off"] = "child"
    training_threads: Annotated[int, Field(ge=1, le=64)] | None = None
    training_patience_minutes: Annotated[float, Field(gt=0, le=1440, allow_inf_nan=False)] = 10
    shutdown_seconds: Annotated[float, Field(gt=0, le=300, allow_inf_nan=False)] = 5

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["human", "json"] = "human"
    heartbeat_minutes: Annotated[float, Field(ge=0, le=1440, allow_inf_nan=False)] = 10
    metrics: bool = False
    sentry_dsn: SecretStr | None = None

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("log_format", "training", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("training")
    @classmethod
    def _training_place(cls, value: str, info: ValidationInfo) -> str:
        database = info.data.get("database_url")
        if value == "queue" and database is not None and not is_server(database.get_secret_value()):
            raise ValueError(NO_QUEUE)
        return value

    @field_validator("admin_ids", "allowed_users", mode="before")
    @classmethod
    def _split_users(cls, value: object) -> object:
        return ids(value)

    @field_validator("allowed_chats", mode="before")
    @classmethod
    def _split_chats(cls, value: object) -> object:
        return ids(value, chats=True)

    @field_validator("telegram_bot_token")
    @classmethod
    def _token_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            check_token(value.get_secret_value())
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            check_secret(value.get_secret_value())
        return value

    @field_validator("webhook_url")
    @classmethod
    def _webhook_shape(cls, value: HttpUrl | None, info: ValidationInfo) -> HttpUrl | None:
        if value is not None:
            check_webhook(value, info.data.get("telegram_api_url") in {None, TELEGRAM})
        return value

    @field_validator("web_url")
    @classmethod
    def _web_shape(cls, value: HttpUrl | None, info: ValidationInfo) -> HttpUrl | None:
        if value is not None:
            check_web(value, info.data.get("telegram_api_url") in {None, TELEGRAM})
        return value

    @field_validator("database_url")
    @classmethod
    def _database_shape(cls, value: SecretStr) -> SecretStr:
        check_database(value.get_secret_value())
        return value

    @field_validator("user_secret")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            check_length(value.get_secret_value())
        return value

    @field_validator("sentry_dsn")
    @classmethod
    def _dsn_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            check_dsn(value.get_secret_value())
        return value

    @property
    def api_root(self) -> str:
        """Address of the Bot API server, without a slash at the end."""
        return str(self.telegram_api_url).rstrip("/")

    @property
    def token(self) -> str:
        """The bot's token.

        Raises:
            SettingsError: if there is none.
        """
        if self.telegram_bot_token is None:
            raise SettingsError([MISSING])
        return self.telegram_bot_token.get_secret_value()

    @property
    def has_server(self) -> bool:
        """Whether the database is a server, which several processes may share."""
        return is_server(self.database_url.get_secret_value())

    @property
    def webhook_token(self) -> str:
        """What Telegram sends along with each webhook call, to prove that it is Telegram.

        Without WEBHOOK_SECRET it comes from the token, so that every process of one bot has the
        same one, and nobody else can know it.
        """
        if self.webhook_secret is not None:
            return self.webhook_secret.get_secret_value()
        return hashlib.sha256(f"webhook secret of {self.token}".encode()).hexdigest()

    @property
    def drawing_url(self) -> str | None:
        """Where Telegram's apps find the page for drawing; `None` where it is not served."""
        if self.web_url is not None:
            return str(self.web_url).rstrip("/") + DRAWING
        if self.webhook_url is not None:
            return urljoin(str(self.webhook_url), DRAWING)
        return None

    @property
    def has_web(self) -> bool:
        """Whether the bot serves anything over HTTP."""
        return self.webhook_url is not None or self.web_url is not None

    @property
    def hash_key(self) -> bytes:
        """Under what people are hashed and buttons are sealed; USER_SECRET, else of the token."""
        if self.user_secret is not None:
            return self.user_secret.get_secret_value().encode()
        return hashlib.sha256(f"user secret of {self.token}".encode()).digest()

    def hand_over(self) -> None:
        """Put into the environment what processes of our own look for there.

        They measure and train; what stands in a `.env` file alone they would not find.
        """
        if self.mnist_path is not None:
            os.environ["MNIST_PATH"] = str(self.mnist_path.resolve())


def load(
    env_file: Path | None = Path(".env"), kind: type[Settings] = Settings, **given: object
) -> Settings:
    """Read the environment, and `env_file` for what the environment does not say.

    Args:
        env_file: lines of `NAME=value`; it need not exist.
        kind: what is made of it.
        given: fields that are not looked up, but as they are given here.

    Raises:
        SettingsError: with one sentence for each mistake, all of them at once.
    """
    try:
        with readable():
            return kind(_env_file=env_file, **given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError([sentence(mistake) for mistake in error.errors()]) from None
