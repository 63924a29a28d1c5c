-- The tables of Postcard for MySQL 8 and MariaDB 10.11. Generated: make schema

CREATE TABLE audit (
	id BIGINT NOT NULL AUTO_INCREMENT,
	admin_id BIGINT NOT NULL,
	name VARCHAR(64) NOT NULL,
	action VARCHAR(24) NOT NULL,
	target VARCHAR(8) NOT NULL DEFAULT '',
	target_id BIGINT NOT NULL DEFAULT '0',
	note VARCHAR(500) NOT NULL DEFAULT '',
	ended VARCHAR(200) NOT NULL DEFAULT '',
	address VARCHAR(64) NOT NULL DEFAULT '',
	trace VARCHAR(32) NOT NULL DEFAULT '',
	created_ms BIGINT NOT NULL,
	PRIMARY KEY (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX audit_by_action ON audit (action, id);

CREATE INDEX audit_by_admin ON audit (admin_id, id);

CREATE INDEX audit_by_target ON audit (target, target_id, id);

CREATE TABLE jobs (
	id BIGINT NOT NULL AUTO_INCREMENT,
	actor VARCHAR(40) NOT NULL,
	queue VARCHAR(20) NOT NULL,
	args MEDIUMTEXT NOT NULL,
	trace VARCHAR(32) NOT NULL DEFAULT '',
	state VARCHAR(10) NOT NULL,
	attempts INTEGER NOT NULL DEFAULT '0',
	handed_back INTEGER NOT NULL DEFAULT '0',
	claimed_by VARCHAR(80) NOT NULL DEFAULT '',
	lease_until_ms BIGINT NOT NULL DEFAULT '0',
	sent_ms BIGINT NOT NULL DEFAULT '0',
	guest BIGINT NOT NULL DEFAULT '0',
	turn_ms BIGINT NOT NULL DEFAULT '0',
	cost INTEGER NOT NULL DEFAULT '0',
	error VARCHAR(500) NOT NULL DEFAULT '',
	created_ms BIGINT NOT NULL,
	updated_ms BIGINT NOT NULL,
	PRIMARY KEY (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX jobs_by_end ON jobs (state, updated_ms);

CREATE INDEX jobs_by_guest ON jobs (queue, state, guest, id, turn_ms);

CREATE INDEX jobs_by_lease ON jobs (state, lease_until_ms);

CREATE INDEX jobs_waiting ON jobs (queue, state, id);

CREATE TABLE request_keys (
	id VARCHAR(64) NOT NULL,
	token VARCHAR(64),
	body VARCHAR(64) NOT NULL,
	answer TEXT,
	created_ms BIGINT NOT NULL,
	PRIMARY KEY (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX request_keys_by_time ON request_keys (created_ms);

CREATE INDEX request_keys_by_token ON request_keys (token);

CREATE TABLE totals (
	name VARCHAR(20) NOT NULL,
	value BIGINT NOT NULL,
	PRIMARY KEY (name)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE turns (
	queue VARCHAR(20) NOT NULL,
	guest BIGINT NOT NULL,
	served_ms BIGINT NOT NULL,
	PRIMARY KEY (queue, guest)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX turns_by_time ON turns (served_ms);

CREATE TABLE users (
	id BIGINT NOT NULL AUTO_INCREMENT,
	phone VARCHAR(11),
	uname VARCHAR(32),
	email VARCHAR(254),
	phone_proved SMALLINT NOT NULL DEFAULT '0',
	email_proved SMALLINT NOT NULL DEFAULT '0',
	look VARCHAR(64),
	password VARCHAR(160) NOT NULL,
	last_name VARCHAR(1) NOT NULL DEFAULT '',
	first_name VARCHAR(20) NOT NULL DEFAULT '',
	nickname VARCHAR(20) NOT NULL DEFAULT '',
	gender SMALLINT NOT NULL DEFAULT '0',
	intro VARCHAR(500) NOT NULL DEFAULT '',
	avatar VARCHAR(200) NOT NULL DEFAULT '',
	`admin` SMALLINT NOT NULL DEFAULT '0',
	suspended SMALLINT NOT NULL DEFAULT '0',
	created_ms BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (phone),
	UNIQUE (uname),
	UNIQUE (email)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX users_by_admin ON users (`admin`, id);

CREATE UNIQUE INDEX users_by_look ON users (look);

CREATE INDEX users_by_nickname ON users (nickname, id);

CREATE INDEX users_by_suspended ON users (suspended, id);

CREATE INDEX users_by_time ON users (created_ms);

CREATE TABLE workers (
	name VARCHAR(80) NOT NULL,
	seen_ms BIGINT NOT NULL,
	PRIMARY KEY (name)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE blocks (
	user_id BIGINT NOT NULL,
	blocked_id BIGINT NOT NULL,
	created_ms BIGINT NOT NULL,
	PRIMARY KEY (user_id, blocked_id),
	FOREIGN KEY(user_id) REFERENCES users (id),
	FOREIGN KEY(blocked_id) REFERENCES users (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE comments (
	id BIGINT NOT NULL AUTO_INCREMENT,
	target VARCHAR(8) NOT NULL,
	target_id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	text TEXT NOT NULL,
	version INTEGER NOT NULL DEFAULT '1',
	like_num INTEGER NOT NULL DEFAULT '0',
	shown SMALLINT NOT NULL DEFAULT '1',
	hidden SMALLINT NOT NULL DEFAULT '0',
	deleted_ms BIGINT NOT NULL DEFAULT '0',
	created_ms BIGINT NOT NULL,
	updated_ms BIGINT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(user_id) REFERENCES users (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX comments_by_state ON comments (shown, hidden, id);

CREATE INDEX comments_by_target ON comments (target, id);

CREATE INDEX comments_by_time ON comments (created_ms);

CREATE INDEX comments_by_user ON comments (user_id, target, target_id, shown);

CREATE INDEX comments_on ON comments (target, target_id, id);

CREATE INDEX comments_shown ON comments (target, target_id, shown, id, user_id);

CREATE TABLE likes (
	target VARCHAR(8) NOT NULL,
	target_id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	created_ms BIGINT NOT NULL,
	PRIMARY KEY (target, target_id, user_id),
	FOREIGN KEY(user_id) REFERENCES users (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE posts (
	id BIGINT NOT NULL AUTO_INCREMENT,
	user_id BIGINT NOT NULL,
	title VARCHAR(200) NOT NULL,
	type INTEGER NOT NULL,
	text MEDIUMTEXT NOT NULL,
	version INTEGER NOT NULL DEFAULT '1',
	like_num INTEGER NOT NULL DEFAULT '0',
	comment_num INTEGER NOT NULL DEFAULT '0',
	shown SMALLINT NOT NULL DEFAULT '1',
	hidden SMALLINT NOT NULL DEFAULT '0',
	deleted_ms BIGINT NOT NULL DEFAULT '0',
	created_ms BIGINT NOT NULL,
	updated_ms BIGINT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(user_id) REFERENCES users (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX posts_by_state ON posts (shown, hidden, id);

CREATE INDEX posts_by_time ON posts (created_ms);

CREATE INDEX posts_by_user ON posts (user_id, shown);

CREATE INDEX posts_shown ON posts (shown, id, user_id);

CREATE TABLE reports (
	id BIGINT NOT NULL AUTO_INCREMENT,
	target VARCHAR(8) NOT NULL,
	target_id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	reason VARCHAR(500) NOT NULL,
	state SMALLINT NOT NULL DEFAULT '0',
	reviewed_by BIGINT,
	created_ms BIGINT NOT NULL,
	updated_ms BIGINT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(user_id) REFERENCES users (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX reports_about ON reports (target, target_id, id);

CREATE INDEX reports_by_state ON reports (state, id);

CREATE INDEX reports_by_target ON reports (target, id);

CREATE INDEX reports_by_time ON reports (created_ms);

CREATE INDEX reports_by_user ON reports (user_id, id);

CREATE INDEX reports_in_state ON reports (state, target, id);

CREATE UNIQUE INDEX reports_once ON reports (target, target_id, user_id);

CREATE TABLE tokens (
	id BIGINT NOT NULL AUTO_INCREMENT,
	user_id BIGINT NOT NULL,
	hash VARCHAR(64) NOT NULL,
	enduring SMALLINT NOT NULL,
	created_ms BIGINT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
	UNIQUE (hash)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_tokens_user_id ON tokens (user_id);

CREATE TABLE works (
	id BIGINT NOT NULL AUTO_INCREMENT,
	kind VARCHAR(8) NOT NULL,
	user_id BIGINT NOT NULL,
	state SMALLINT NOT NULL DEFAULT '0',
	stage SMALLINT NOT NULL DEFAULT '0',
	progress SMALLINT NOT NULL DEFAULT '0',
	job_id BIGINT,
	attempt INTEGER NOT NULL DEFAULT '0',
	seed BIGINT NOT NULL DEFAULT '0',
	title VARCHAR(200) NOT NULL DEFAULT '',
	description VARCHAR(2000) NOT NULL DEFAULT '',
	tag INTEGER NOT NULL DEFAULT '0',
	share SMALLINT NOT NULL DEFAULT '0',
	cover VARCHAR(200) NOT NULL DEFAULT '',
	cover_width INTEGER NOT NULL DEFAULT '0',
	cover_height INTEGER NOT NULL DEFAULT '0',
	width INTEGER NOT NULL DEFAULT '0',
	height INTEGER NOT NULL DEFAULT '0',
	result VARCHAR(200) NOT NULL DEFAULT '',
	error VARCHAR(500) NOT NULL DEFAULT '',
	warnings MEDIUMTEXT NOT NULL,
	extras MEDIUMTEXT,
	storyboard MEDIUMTEXT,
	like_num INTEGER NOT NULL DEFAULT '0',
	comment_num INTEGER NOT NULL DEFAULT '0',
	hidden SMALLINT NOT NULL DEFAULT '0',
	upload_bytes BIGINT NOT NULL DEFAULT '0',
	info_bytes BIGINT NOT NULL DEFAULT '0',
	result_bytes BIGINT NOT NULL DEFAULT '0',
	created_ms BIGINT NOT NULL,
	updated_ms BIGINT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(user_id) REFERENCES users (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX works_by_bytes ON works (user_id, upload_bytes, info_bytes, result_bytes);

CREATE INDEX works_by_day ON works (user_id, created_ms);

CREATE INDEX works_by_hidden ON works (hidden, id);

CREATE INDEX works_by_kind ON works (kind, id);

CREATE INDEX works_by_state ON works (state, updated_ms);

CREATE INDEX works_by_time ON works (created_ms, kind);

CREATE INDEX works_by_user ON works (user_id, kind, id);

CREATE INDEX works_in_state ON works (state, id);

CREATE INDEX works_shared ON works (kind, share, state, hidden, id, user_id);

CREATE INDEX works_shared_by_tag ON works (kind, tag, share, state, hidden, id, user_id);

CREATE TABLE uploads (
	id BIGINT NOT NULL AUTO_INCREMENT,
	work_id BIGINT NOT NULL,
	filename VARCHAR(64) NOT NULL,
	original VARCHAR(255) NOT NULL,
	bytes BIGINT NOT NULL,
	width INTEGER NOT NULL,
	height INTEGER NOT NULL,
	created_ms BIGINT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(work_id) REFERENCES works (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE UNIQUE INDEX uploads_by_work ON uploads (work_id, filename);
