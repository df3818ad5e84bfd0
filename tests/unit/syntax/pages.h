// Texts in the language, for the tests of whoever reads or writes it.
#pragma once

#include <string_view>

namespace schemac::syntax {

// The page of docs/language, whole.
inline constexpr std::string_view kLanguagePage = R"schema(import std.time  // mixin Timestamps, SoftDelete
import std.net   // type Email, Url
import "billing.schema"

/// Languages a page can be written in.
enum Language { en, da }

/// A price in the shop's currency.
type Money = decimal(12, 2) check (value >= 0)

role member  // a role of the service; mapped to a database role where asked

/// A person who can log in.
table users as User {
  use Timestamps
  id         : bigint       identity primary key
  username   : varchar(64)  unique
  email      : Email        unique was e_mail
  password   : text         hidden  // stored, never serialised
  first_name : varchar(80)
  last_name  : varchar(80)
  full_name  : varchar(161) generated always as (first_name || ' ' || last_name) stored
  balance    : Money        = 0

  check username_not_blank (length(username) > 0)
}

/// One indexed page.
table pages as Page {
  title        : varchar(255) primary key
  url          : Url          unique
  language     : Language     = en
  content      : text
  tags         : text[]       = []                          // native array on PostgreSQL, JSON elsewhere
  last_updated : timestamptz?
  author_id    : users.id?    as author on delete set null  // typed by the column it refers to

  index (language, last_updated desc)
  for postgres, sqlite { index recent (last_updated) where (content <> '') }
  for mysql { engine = InnoDB }  // covers MariaDB too, unless `for mariadb` stands beside it
}

/// A portable view: its query is parsed and typed like any expression.
view english_pages as EnglishPage {
  select p.title, p.url, u.username from pages p left join users u on (u.id = p.author_id) where (p.language = en)
}

/// What only a dialect can say is labelled with it, and lives in triple quotes, untouched.
trigger touch on pages before update {
  postgres """ … """
  mysql    """ … """
  sqlite   """ … """
}

seed pages by title {  // reference data, diffed like schema
  title, url, language, content
  ("About", "/about", en, "What this is.")
}

policy own_pages on pages for update, delete to member using (author_id = auth.id)

api v1 {
  expose users { read: anyone  fields: id, username }
  expose pages { read: anyone  create, update, delete: member }
}
)schema";

// Constructs that the page has not.
inline constexpr std::string_view kRarePage = R"schema(
schema sales
extension pg_trgm
extension `uuid-ossp` version "1.1" schema extensions

/// A mixin.
mixin Stamped { created_at : timestamptz(3) = now(), updated_at : timestamptz? on update now() }

enum `order state` as OrderState was old_state {
  /// Not yet paid.
  open as Open
  paid was payed   /// Paid in full.
  `in transit`
  end, select
}
type Code was code = char(3) check three_letters (length(value) = 3) check (value <> '') collate "C" = 'abc'

table sales.orders as Order was invoices {
  id: bigint identity(always, start -5, increment by 10, minvalue -5, maxvalue 1e9, cache 20, cycle, name sales.orders_seq)
  `weird ``name` : postgres.tsvector?
  kind : mysql.enum('a', "it's") ; size : mysql.mediumint(8) unsigned zerofill
  raw : postgres """interval year to month""" mysql """year"""
  matrix : decimal(5, 2)[][]?
  index : int, type : text collate pg_catalog.C charset utf8mb4
  check : bool = true
  total : decimal = 1 + 2 * -3 % 4 || 'it''s' check positive (total > 0 and not (total between 1 and 2 or total is null))
  slug : text generated always as (postgres """lower(total::text)""" sqlite """lower(total)""") stored
  user_id : users.id references sales.users (id) match full on delete cascade on update set default deferrable initially deferred
  touched : timestamptz = now() on update now()
  data : text = """raw "text"
over lines"""
  bits : binary(2) = x'0fFF'
  use std.time.Stamped

  primary key orders_pk (id, kind) deferrable initially deferred
  unique nulls not distinct (a, b)
  unique `nulls` (a) include (c, d) was old_unique
  foreign key fk_user (user_id, kind) references users (id, kind) match full on delete set null (user_id) on update no action not valid
  foreign key (a) references t
  check (total in (1, 2, 3) and kind not in (select k from kinds)) no inherit
  constraint no_overlap postgres """exclude using gist (room with =)"""
  index (lower(email), (a || b) desc nulls last, c(10), d text_pattern_ops asc, e collate "de_DE") include (f, g) where (deleted_at is null)
  unique index one_each using btree (a nulls first) nulls not distinct with (fillfactor = 70)
  fulltext index search (title, body)
  spatial index (place)
  for mysql { engine = InnoDB, charset = utf8mb4 }
  for postgres {
    vector : postgres.tsvector?   /// What is searched.
    partition = """by range (id)"""
  }
}

view totals {
  select distinct o.*, count(*) as n, count(distinct o.id), sum(case when o.total > 0 then o.total else 0 end) as total,
         case o.kind when 'a' then 1 end, cast(o.total as text), exists (select 1 from x), (select max(y) from x)
  from sales.orders o
  left join users as u on u.id = o.user_id
  cross join (select 1 as one) s, other
  where o.total >= 1.5e3 and o.kind not like '%x' and o.a is not distinct from o.b or o.flag is not true
  group by o.id, o.kind
  having count(*) > 1
  union all select 2 from z
  order by 1 desc nulls last, n
  limit 10 offset 5
}
view raw_view {
  postgres """select 1"""
  mysql """select 2""" drop """drop view raw_view"""
}
trigger touch on sales.orders instead of insert or update of (a, b), delete for each row when (new.a > 1) was old_touch {
  postgres """
    begin
      return new;
    end
  """
}
function add(integer, text[]) { postgres """"create function add() … """ … """" }
procedure sales.clean { mysql """begin end""" }
sql fts {
  sqlite """create virtual table fts using fts5(x)"""
  drop """drop table fts"""
}
seed sales.kinds by id, name {
  id, name, at
  (1, 'one', now()),
  (2, [1, 2], null)     // two
  // the last
  (interval '1 day', true, postgres """1""")
}
policy p on sales.orders as restrictive for all to member, admin using (true) with check (a = 1)
role admin as Admin was root
api v2 {
  /// What is served.
  expose sales.orders as Orders {
    read, list: anyone
    create: owner(user_id), admin
    limit: 50
  }
  expose users
}
for postgres, sqlite {
  table only_here { id : int }

  type Point = postgres.point
}
)schema";

inline constexpr std::string_view kCommentsPage = R"schema(// The head of the file.
//
// Two paragraphs.

// About the import.
import std.time

table a { // head
  // first

  // second
  id : int // one
  /// documented
  // between
  name : text /// and more
  other : text? // three


  // before the index
  index (id,
    // inside
    name) // after
  for mysql { // in the block
    engine = x
  } // after the block
  // at the end
} // after the brace
// the last
)schema";

inline constexpr std::string_view kPages[] = {kLanguagePage, kRarePage, kCommentsPage, "", "\n\n", "// only\n"};

}  // namespace schemac::syntax
