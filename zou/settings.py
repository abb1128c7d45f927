"""Every setting of the server: its environment variable, type, default and meaning. Nothing else reads the environment.

A variable's name is the field's name in upper case, except where an alias says otherwise. Booleans take
`y yes t true on 1` and `n no f false off 0`, any case; lists are separated by semicolons.
"""

import tempfile
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import AliasChoices, BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


def _split(separator: str) -> BeforeValidator:
    return BeforeValidator(lambda v: [item.strip() for item in v.split(separator) if item.strip()] if isinstance(v, str) else v)


Semicolons = Annotated[list[str], NoDecode, _split(";")]
Commas = Annotated[list[str], NoDecode, _split(",")]
EmptyAsNone = BeforeValidator(lambda v: None if v == "" else v)


class Settings(BaseSettings):
    """What the environment says, validated. Raises pydantic.ValidationError where a value makes no sense."""

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True)

    # -- the server ---------------------------------------------------------------------------------
    secret_key: str = "mysecretkey"
    """Signs tokens and cookies. The server refuses to start with the default unless DEBUG."""
    debug: bool = False
    debug_host: str = "127.0.0.1"
    debug_port: int = 5000
    log_level: str = Field("INFO", validation_alias=AliasChoices("LOGLEVEL", "LOG_LEVEL"))
    log_format: Literal["json", "text"] = "json"
    """One JSON object a line, or lines for people."""
    cors_allowed_origins: Semicolons = []
    client_cache_max_age: int = 604800
    max_content_length: int = 10 * 1024**3
    """Bytes of the largest request body; 0: no limit."""
    nb_records_per_page: int = 100
    board_cache_mb: int = 32
    """Megabytes of memory of each process for listings of productions with their tasks. A production of 20,000 tasks takes about 8 as Kitsu asks for it."""
    domain_name: str = "localhost:8080"
    domain_protocol: str = "https"
    admin_token: str = ""
    is_self_hosted: bool = True
    telemetry_url: str = ""
    crisp_token: str = ""
    accel_redirect: str = ""
    """Prefix under which the web server in front sends local files (X-Accel-Redirect); empty: the server sends them itself."""

    # -- PostgreSQL ---------------------------------------------------------------------------------
    database_url: Annotated[str | None, EmptyAsNone] = None
    """Wins over the DB_ variables."""
    db_host: str = "localhost"
    db_port: int = 5432
    db_username: str = "postgres"
    db_password: str = "mysecretpassword"
    db_database: str = "zoudb"
    db_pool_size: int = 30
    db_max_overflow: int = 60
    db_pool_pre_ping: bool = True
    db_pool_recycle: int = 3600
    db_statement_timeout: int = 60
    """Seconds after which PostgreSQL gives up a statement of a request."""

    # -- Valkey / Redis -----------------------------------------------------------------------------
    redis_base_url: Annotated[str | None, EmptyAsNone] = Field(None, validation_alias=AliasChoices("REDIS_URL", "KV_URL"))
    """redis://, rediss:// or unix:// without a database number; wins over the KV_ variables."""
    kv_host: str = "localhost"
    kv_port: int = 6379
    kv_password: Annotated[str | None, EmptyAsNone] = None
    kv_first_database: int = 0
    """Number of the first of the five databases used, where several servers share one Valkey."""
    cache_type: str | None = None

    # -- accounts -----------------------------------------------------------------------------------
    auth_strategy: Literal["auth_local_classic", "auth_local_no_password", "auth_remote_ldap"] = "auth_local_classic"
    bcrypt_log_rounds: int = 12
    min_password_length: int = 8
    enforce_2fa: bool = False
    two_fa_exempt_users: Commas = Field([], validation_alias=AliasChoices("2FA_EXEMPT_USERS", "TWO_FA_EXEMPT_USERS"))
    user_limit: int = 100
    protected_accounts: Semicolons = []
    default_timezone: str = "Europe/Paris"
    default_locale: str = "en_US"
    allow_registration: bool = False

    # -- files --------------------------------------------------------------------------------------
    preview_folder: Path = Field(Path("previews"), validation_alias=AliasChoices("PREVIEW_FOLDER", "THUMBNAIL_FOLDER"))
    tmp_dir: Path = Path(tempfile.gettempdir()) / "zou"
    remove_files: bool = False
    preview_save_source_file: bool = False
    skip_normalization_full: bool = False
    skip_normalization_highdef: bool = False
    sync_source_movie_files: bool = False
    movie_highdef_bitrate: int = 28
    movie_lowdef_bitrate: int = 6
    movie_encoding_preset: str = "medium"
    movie_vbv_bufsize_factor: float = 2
    movie_concurrency: int = 1
    """Movies that one worker host transcodes at once."""
    playlist_movie_days: int = Field(30, ge=0)
    """Days after which the movie made of a playlist is removed; 0: it stays."""
    superseded_playlist_movie_days: int = Field(7, ge=0)
    """Days after which it is removed where the playlist would give another movie by now; 0: it stays as long as any."""
    max_image_pixels: int = 400_000_000
    media_max_concurrent_requests: int = 0
    media_slot_wait_timeout: float = 30
    preview_missing_file_recheck_delay: int = 3600
    log_file_not_found: bool = False
    default_file_tree: str = "default"
    fs_backend: Literal["local", "s3", "swift"] = "local"
    fs_bucket_prefix: str = ""
    fs_swift_authurl: str | None = None
    fs_swift_user: str | None = None
    fs_swift_tenant_name: str | None = None
    fs_swift_key: str | None = None
    fs_swift_region_name: str | None = None
    fs_swift_auth_version: str = "3"
    fs_swift_create_container: bool = False
    fs_swift_aes256_encrypted: bool = False
    fs_swift_aes256_key: str | None = None
    fs_swift_pool_size: int = 20
    fs_swift_timeout: int = 60
    fs_swift_retries: int = 5
    fs_swift_token_cache_ttl: int = 3600
    fs_swift_etag_mismatch_policy: Literal["log", "raise", "raise_and_delete"] = "log"
    fs_s3_region: str | None = None
    fs_s3_endpoint: str | None = None
    fs_s3_access_key: str | None = None
    fs_s3_secret_key: str | None = None
    fs_s3_create_bucket: bool = False
    fs_s3_aes256_encrypted: bool = False
    fs_s3_aes256_key: str | None = None

    # -- jobs ---------------------------------------------------------------------------------------
    enable_job_queue: bool = False
    enable_job_queue_remote: bool = False
    job_queue_nomad_host: str = "zou-nomad-01.zou"
    job_queue_nomad_playlist_job: str = "zou-playlist"
    job_queue_nomad_normalize_job: str = ""
    job_queue_nomad_tile_job: str = ""
    job_queue_timeout: int = 3600

    # -- search, events, plugins --------------------------------------------------------------------
    indexer_key: Annotated[str | None, EmptyAsNone] = None
    indexer_host: str = "localhost"
    indexer_port: int = 7700
    indexer_protocol: str = "http"
    indexer_timeout: int = 5000
    event_stream_host: str = "localhost"
    event_stream_port: int = 5001
    event_handlers_folder: Path = Path("event_handlers")
    plugin_folder: Path = Path("plugins")

    # -- mail ---------------------------------------------------------------------------------------
    mail_enabled: bool = True
    mail_server: str = "localhost"
    mail_port: int = 25
    mail_username: str = ""
    mail_password: str = ""
    mail_use_tls: bool = False
    mail_use_ssl: bool = False
    mail_default_sender: str = "no-reply@your-studio.com"
    mail_debug: bool = False
    mail_debug_body: bool = False
    mail_check_deliverability: bool = True

    # -- directory and single sign-on ---------------------------------------------------------------
    ldap_host: str = "127.0.0.1"
    ldap_port: int = 389
    ldap_base_dn: str = "cn=Users,dc=zou,dc=local"
    ldap_group: str = ""
    ldap_domain: str = "zou.local"
    ldap_fallback: bool = False
    ldap_is_ad: bool = False
    ldap_is_ad_simple: bool = False
    ldap_ssl: bool = False
    ldap_user: str = ""
    ldap_password: str = "password"
    ldap_excluded_accounts: Commas = []
    email_domain: str = "studio.local"
    saml_enabled: bool = False
    saml_idp_name: str = ""
    saml_metadata_url: str = ""
    saml_skip_2fa: bool = False
    saml_subject_attribute: str = ""
    oidc_enabled: bool = False
    oidc_idp_name: str = ""
    oidc_discovery_url: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_skip_2fa: bool = False
    oidc_scopes: str = "openid email profile"
    oidc_email_claim: str = "email"
    oidc_given_name_claim: str = "given_name"
    oidc_family_name_claim: str = "family_name"
    oidc_require_email_verified: bool = True

    # -- watching -----------------------------------------------------------------------------------
    sentry_enabled: bool = False
    sentry_dsn: str = ""
    sentry_sr: float = 1.0
    sentry_debug_url: str | None = None
    sentry_kitsu_enabled: bool = False
    sentry_kitsu_dsn: str = ""
    sentry_kitsu_sr: float = 0.1
    prometheus_metrics_enabled: bool = False
    sync_login: str | None = None
    sync_password: str | None = None
    zou_fault: str = ""
    """Names a point at which the process kills itself, so that tests can see what survives."""

    def require_secret(self) -> None:
        """Raise SystemExit where tokens would be signed with the key that everybody knows, unless DEBUG."""
        if self.secret_key == type(self).model_fields["secret_key"].default and not self.debug:
            raise SystemExit("Set SECRET_KEY to a long random text of your own: the default is known to everybody.")

    def sqlalchemy_url(self) -> str:
        """Address of the database for SQLAlchemy, with the psycopg2 driver."""
        if self.database_url:
            _scheme, _, rest = self.database_url.partition("://")
            return f"postgresql+psycopg2://{rest}"
        return f"postgresql+psycopg2://{quote(self.db_username)}:{quote(self.db_password)}@{self.db_host}:{self.db_port}/{self.db_database}"

    def redis_url(self, db: int) -> str:
        """Address of database `db` of Valkey: 0 tokens, 1 cache, 2 events, 3 jobs, 4 shared settings."""
        db += self.kv_first_database
        if self.redis_base_url:
            base = self.redis_base_url.partition("?")[0]
            return f"{base}?db={db}" if base.startswith("unix:") else f"{base.rstrip('/')}/{db}"
        password = f":{quote(self.kv_password)}@" if self.kv_password else ""
        return f"redis://{password}{self.kv_host}:{self.kv_port}/{db}"

    def public_url(self) -> str:
        """Where people reach the web interface."""
        return f"{self.domain_protocol}://{self.domain_name}"


def load_settings(**values: Any) -> Settings:
    """The settings of the environment, `values` winning over it."""
    return Settings(**values)
