"""The table: every failure that we have an answer to, the special before the general.

Sources: `databricks.sdk.errors` (a code of the body wins over the HTTP status), the error conditions of Databricks SQL,
the messages of Databricks Connect's own validation, and what users report of each. Compute and Spark Connect have a
table of their own; a row is added in one of them, and tried in tests/workspace/advice.
"""

from __future__ import annotations

from wizard.errors import PreflightError
from wizard.workspace.advice.caller import ENVIRONMENT, SANDBOX
from wizard.workspace.advice.case import Case, case
from wizard.workspace.advice.compute import COMPUTE, CONNECT

RESUME = "Then resume the run: what is done stays done."
AGAIN = "Run the same command again: what is there already is kept."

THERE: tuple[Case, ...] = (
    case("Choose a catalog that exists (--set catalog=NAME), or make this one in the workspace's Catalog Explorer.",
         why="This workspace keeps data in default storage, where catalogs cannot be created through the API.",
         says="storage root URL does not exist|Default Storage is enabled"),
    case("Choose another name, or use what is there.", why="Something of that name is there already.",
         codes="CATALOG_ALREADY_EXISTS SCHEMA_ALREADY_EXISTS TABLE_ALREADY_EXISTS TABLE_OR_VIEW_ALREADY_EXISTS "
               "RESOURCE_ALREADY_EXISTS ALREADY_EXISTS", names="AlreadyExists ResourceAlreadyExists"),
    case("Wait a minute, or choose another name.", why="Something of that name is still being deleted.",
         says="pending deletion|is being deleted"),
    case("Ask an account admin to assign a metastore to the workspace, or choose another workspace.",
         why="This workspace has no Unity Catalog, and a demo lives in one.",
         says=r"no metastore assigned|Unity Catalog is not (?:enabled|available)|requires Unity Catalog|"
              r"METASTORE_DOES_NOT_EXIST|not enabled for Unity Catalog", kind=PreflightError),
    case("Correct the name in `grants`: a group of the account, a user's e-mail address or a service principal's "
         "application id. An account admin can create the group.",
         why="Unity Catalog does not know that name; groups of the workspace alone do not count.",
         says="Could not find principal|PRINCIPAL_DOES_NOT_EXIST"),
)  # fmt: skip

WHO: tuple[Case, ...] = (
    case("The sandbox was reset meanwhile, or its token is an old one: run the command again.",
         names="Unauthenticated", codes="UNAUTHENTICATED", target=SANDBOX, kind=PreflightError),
    case("Set DATABRICKS_TOKEN to a valid token, or use a profile: --target PROFILE",
         why="The credentials in the environment are missing, wrong or expired.",
         names="Unauthenticated", codes="UNAUTHENTICATED", target=ENVIRONMENT, kind=PreflightError),
    case("Log in again, or put a new token into the profile:", run="{login}",
         why="The token or login of this profile is missing, wrong or expired.",
         names="Unauthenticated", codes="UNAUTHENTICATED", kind=PreflightError),
    case("Log in again:", run="{login}", why="The login that the Databricks CLI keeps has expired.",
         says=r"refresh token is invalid|reauthenticate|cannot get access token|invalid_grant|"
              r"token (?:is |has )?expired", kind=PreflightError),
    case("Leave one of them in the profile, or name there the one to use, e.g. auth_type = pat",
         why="There are credentials of several kinds, and nothing says which one counts.",
         says="more than one authorization method", kind=PreflightError),
    case("See the profiles of ~/.databrickscfg, or use --target sandbox.",
         says="has no .* profile configured", kind=PreflightError),
    case("Log in first:", run="{login}", why="The profile has no credentials that can be used here.",
         says="cannot configure default credentials|default auth: ", kind=PreflightError),
)  # fmt: skip

MAY_NOT: tuple[Case, ...] = (
    case("Connect from a network that it knows (the company's VPN), or ask a workspace admin to allow this address.",
         why="The workspace lets in listed addresses only.",
         says=r"blocked by Databricks IP ACL|IP access list|IP address.{0,60}(?:blocked|not allowed)",
         kind=PreflightError),
    case("Connect from the company's network or VPN.",
         why="The workspace can be reached through a private link only.",
         codes="PRIVATE_LINK_VALIDATION_ERROR", names="PrivateLinkValidationError", kind=PreflightError),
    case("Ask a workspace admin for the entitlement 'Databricks SQL access' for {user}.",
         says="databricks-sql-access|Databricks SQL access", names="PermissionDenied"),
    case("Ask a workspace admin for the entitlement 'Workspace access' for {user}.",
         says="workspace-access|Workspace access entitlement", names="PermissionDenied"),
    case("Ask the owner of the warehouse, or a workspace admin, to give {user} CAN USE on it.",
         why="Statements run on a SQL warehouse, and not everybody may use every one.",
         says=r"(?:permission|not authorized|not allowed).{0,80}(?:SQL )?(?:warehouse|endpoint)\b",
         codes="PERMISSION_DENIED", names="PermissionDenied"),
    case("Ask the object's owner, or a metastore admin, to run this, then run the same command again:",
         run="{grant}", grant=True),
    case("Ask the object's owner, or a workspace admin, to let {user} do that. " + AGAIN,
         names="PermissionDenied", codes="PERMISSION_DENIED INSUFFICIENT_PERMISSIONS UNAUTHORIZED_ACCESS"),
    case("Ask the object's owner, or a metastore admin, for the privilege that the message names. " + AGAIN,
         says=r"INSUFFICIENT_PERMISSIONS|Insufficient privileges|SQLSTATE: 42501"),
)  # fmt: skip

SQL: tuple[Case, ...] = (
    case("It does not exist, or you may not see it: check the name, and that you have USE CATALOG and USE SCHEMA.",
         codes="TABLE_OR_VIEW_NOT_FOUND SCHEMA_NOT_FOUND CATALOG_NOT_FOUND NO_SUCH_CATALOG_EXCEPTION"),
    case("Correct the SQL in the spec. All of a demo's SQL: demo-wizard plan --sql",
         codes="PARSE_SYNTAX_ERROR UNRESOLVED_COLUMN UNRESOLVED_COLUMN.WITH_SUGGESTION UNRESOLVED_ROUTINE "
               "DATATYPE_MISMATCH MISSING_AGGREGATION MISSING_GROUP_BY CAST_INVALID_INPUT DIVIDE_BY_ZERO "
               "AMBIGUOUS_REFERENCE"),
    case("Stop what else writes to that table, then resume the run.",
         why="Somebody else changed the table at the same moment.",
         says=r"DELTA_CONCURRENT|DELTA_METADATA_CHANGED|Metadata changed since last commit|ConcurrentAppend"),
    case("Resume the run: it asks again.", why="The service had dropped the result: it keeps them for an hour.",
         codes="CLOSED"),
    case("If it was not you, ask who may stop queries on that warehouse. " + RESUME,
         why="Somebody stopped the statement, or its warehouse.", codes="CANCELED CANCELLED"),
    case("Resume the run. If it happens again: a larger warehouse, or --set size=small",
         why="The statement took longer than the warehouse allows.",
         says=r"STATEMENT_TIMEOUT|statement timeout|query (?:has )?(?:been )?timed out"),
)  # fmt: skip

QUOTA: tuple[Case, ...] = (
    case("Make room, or ask an account admin to raise it.", why="A limit of the account or the metastore is reached.",
         codes="QUOTA_EXCEEDED RESOURCE_LIMIT_EXCEEDED RESOURCE_EXHAUSTED",
         says=r"cannot create more|cannot create \d|maximum number|\blimit: ?\d"),
    case("Wait until tomorrow, then resume the run, or ask for more quota. Data and settings are kept.",
         why="The quota of this workspace is used up. Free Edition switches compute off until the next day then.",
         says=r"quota\b.{0,60}(?:exceed|reach|used up|exhaust|limit)|(?:exceed|reach|exhaust|out of).{0,60}\bquota|"
              r"(?:usage|daily) (?:quota|limit)"),
    case("Wait until one of them has ended, then resume the run. Free Edition runs five tasks at a time.",
         why="As many as allowed are running already.", says="too many (?:concurrent|active)|concurrent (?:job )?runs"),
    case("Wait a minute, then resume the run. On Free Edition the day's quota may be used up.",
         why="The workspace gets more requests than it answers.",
         names="TooManyRequests", codes="RESOURCE_EXHAUSTED REQUEST_LIMIT_EXCEEDED TOO_MANY_REQUESTS"),
)  # fmt: skip

NETWORK: tuple[Case, ...] = (
    case("Start it, then resume the run:", run="demo-wizard sandbox start",
         what="the sandbox does not answer: nothing listens at {place}", target=SANDBOX,
         names="ConnectionRefusedError NewConnectionError"),
    case("Check the host in the profile, and the network: is the VPN on? " + RESUME,
         what="{place} cannot be found", why="This machine's DNS knows no such name.",
         names="NameResolutionError gaierror LocationParseError"),
    case("Correct `host` in the profile: it looks like https://adb-123.4.azuredatabricks.net",
         what="{place} is no address of a workspace", names="InvalidURL MissingSchema InvalidSchema"),
    case("Ask whoever runs the network for its certificate, and set REQUESTS_CA_BUNDLE to the file.",
         what="{place} has a certificate that this machine does not trust", names="SSLError SSLCertVerificationError"),
    case("Check HTTPS_PROXY and NO_PROXY, and that the proxy lets {place} through.",
         what="the proxy does not connect to {place}", names="ProxyError"),
    case("Check the host and its port, and your network. " + RESUME,
         what="{place} refuses connections", names="ConnectionRefusedError"),
    case("Check the host and its port, and your network. " + RESUME,
         what="{place} refuses connections", says="Connection refused"),
    case("Check your network: is the VPN on? " + RESUME, what="{place} cannot be reached: nothing answers there",
         names="ConnectTimeout ConnectTimeoutError NewConnectionError"),
    case("Check your network. " + RESUME, what="{place} did not answer in time",
         names="ReadTimeout ReadTimeoutError"),
    case("Check your network. " + RESUME, what="the connection to {place} was closed before there was an answer",
         names="ConnectionError ProtocolError ChunkedEncodingError RemoteDisconnected"),
)  # fmt: skip

SERVICE: tuple[Case, ...] = (
    case("Take it out of the demo, or ask a workspace admin to switch it on.",
         why="This workspace does not offer what was asked for.", codes="FEATURE_DISABLED", names="NotImplemented"),
    case("Take it out of the demo, or ask a workspace admin to switch it on.",
         why="This workspace does not offer what was asked for.", says=r"FEATURE_DISABLED|is not enabled (?:for|in) "),
    case("It does not exist, or you may not see it. Check the name, and that you have USE on what it lies in.",
         names="NotFound", codes="NOT_FOUND RESOURCE_DOES_NOT_EXIST"),
    case("Run the same command again.", why="Somebody else was changing it at the same moment.",
         names="ResourceConflict", codes="ABORTED"),
    case("Correct what the message names in the spec. If it names nothing of yours, report it with this message.",
         why="The workspace understood the request and refused it.", names="BadRequest"),
    case("Wait a minute. " + RESUME, why="The workspace is temporarily unavailable.",
         names="TemporarilyUnavailable DeadlineExceeded Cancelled", codes="TEMPORARILY_UNAVAILABLE"),
    case("Resume the run. If it happens again, tell Databricks support this message.",
         why="The workspace had an error of its own.", names="InternalError", codes="INTERNAL_ERROR BAD_GATEWAY"),
    case("Look at it in the workspace, then resume the run.", why="The workspace tried, and did not get there.",
         names="OperationFailed"),
    case("Resume the run to wait for it.", why="It goes on in the workspace, longer than we waited.",
         names="OperationTimeout TimeoutError"),
    case("Check what stands between you and the workspace: the host in the profile, a proxy, a sign-in page.",
         why="Something other than the workspace answered.", says="is none of a workspace's"),
)  # fmt: skip

CASES: tuple[Case, ...] = (*THERE, *WHO, *MAY_NOT, *SQL, *QUOTA, *COMPUTE, *CONNECT, *NETWORK, *SERVICE)
