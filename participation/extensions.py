"""Flask extensions, created once and bound to the app in `participation.app`."""

from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()  # session and engine only: tables live on `participation.db.Base`
babel = Babel()
migrate = Migrate()
login_manager = LoginManager()
