// The .schema language. docs/language.md explains each construct.
//
// Between lexer and parser stands compiler/syntax/layout, which makes line ends mean what they should:
//   - a run of line ends, semicolons and commas at a line's end becomes one NEWLINE; it ends a member;
//   - inside ( ) and [ ], and inside the braces of a query, there are no NEWLINEs;
//   - there is none before an opening brace, after it, or before a closing brace, and always one after a closing brace
//     unless another closing brace or the end follows.
// Comments and documentation never reach the parser.
parser grammar SchemaParser;

options { tokenVocab = SchemaLexer; }

schemaFile        : NEWLINE? (declaration (NEWLINE declaration)* NEWLINE?)? EOF ;
singleDeclaration : declaration EOF ;

declaration
  : importDeclaration
  | namespaceDeclaration
  | mixinDeclaration
  | typeDeclaration
  | enumDeclaration
  | tableDeclaration
  | viewDeclaration
  | triggerDeclaration
  | routineDeclaration
  | rawObjectDeclaration
  | extensionDeclaration
  | seedDeclaration
  | policyDeclaration
  | roleDeclaration
  | apiDeclaration
  | dialectDeclarations
  ;

importDeclaration    : KW_IMPORT (file=STRING | module=qualifiedName) ;
namespaceDeclaration : KW_SCHEMA target=name ;
mixinDeclaration     : KW_MIXIN target=name LBRACE members+=tableMember? ((NEWLINE | COMMA) members+=tableMember)* RBRACE ;
typeDeclaration      : KW_TYPE target=qualifiedName namings+=naming* EQUAL type=typeRef modifiers+=columnModifier* ;
extensionDeclaration : KW_EXTENSION target=name (KW_VERSION version=STRING)? (KW_SCHEMA installed=name)? ;
roleDeclaration      : KW_ROLE target=name namings+=naming* ;
dialectDeclarations
  : KW_FOR dialects+=name (COMMA dialects+=name)* LBRACE declarations+=declaration? (NEWLINE declarations+=declaration)* RBRACE
  ;

// `as` gives the code's name, `was` the name in the stored snapshot.
naming : KW_AS code=name | KW_WAS old=qualifiedName ;

// ── enums
enumDeclaration
  : KW_ENUM target=qualifiedName namings+=naming* LBRACE labels+=enumLabel? ((NEWLINE | COMMA) labels+=enumLabel)* RBRACE
  ;
enumLabel : label=name namings+=naming* ;

// ── tables
tableDeclaration
  : KW_TABLE target=qualifiedName namings+=naming* LBRACE members+=tableMember? ((NEWLINE | COMMA) members+=tableMember)* RBRACE
  ;

tableMember
  : column
  | primaryKey
  | index
  | uniqueKey
  | foreignKey
  | check
  | rawConstraint
  | useMixin
  | dialectMembers
  | option
  ;

useMixin       : KW_USE mixin=qualifiedName ;
dialectMembers
  : KW_FOR dialects+=name (COMMA dialects+=name)* LBRACE members+=tableMember? ((NEWLINE | COMMA) members+=tableMember)* RBRACE
  ;
option         : key=name EQUAL setting=value ;

column : target=name COLON type=typeRef modifiers+=columnModifier* ;

// The last four are other languages' habits, read so that the message can name ours.
columnModifier
  : KW_PRIMARY KW_KEY
  | KW_UNIQUE
  | KW_IDENTITY (LPAREN options+=identityOption (COMMA options+=identityOption)* RPAREN)?
  | KW_HIDDEN
  | KW_GENERATED KW_ALWAYS? KW_AS LPAREN argument=value RPAREN storage=(KW_STORED | KW_VIRTUAL)?
  | EQUAL argument=value
  | KW_REFERENCES refers=qualifiedName (LPAREN referred=name RPAREN)?
  | KW_ON KW_DELETE action=referentialAction
  | KW_ON KW_UPDATE (action=referentialAction | argument=value)
  | KW_MATCH KW_FULL
  | withOptions
  | constraint=constraintOption
  | names=naming
  | KW_COLLATE (collation=qualifiedName | text=STRING)
  | KW_CHARSET charset=name
  | KW_CHECK constraintName=name? LPAREN argument=value RPAREN
  | KW_NOT KW_NULL
  | KW_NULL
  | KW_DEFAULT argument=value
  | KW_AUTO_INCREMENT
  | KW_COMMENT text=STRING
  ;

identityOption
  : KW_ALWAYS
  | KW_BY KW_DEFAULT
  | (KW_START KW_WITH? | KW_INCREMENT KW_BY? | KW_MINVALUE | KW_MAXVALUE | KW_CACHE) number=signedNumber
  | KW_CYCLE
  | KW_NAME sequence=qualifiedName
  ;
signedNumber : (PLUS | MINUS)? NUMBER ;

primaryKey    : KW_PRIMARY KW_KEY target=name? keys=indexKeys options+=constraintOption* ;
uniqueKey     : KW_UNIQUE target=name? nullsEqual? keys=indexKeys options+=constraintOption* ;
foreignKey    : KW_FOREIGN KW_KEY target=name? columns=nameList KW_REFERENCES refers=qualifiedName referred=nameList?
                options+=foreignKeyOption* ;
check         : KW_CHECK target=name? LPAREN condition=value RPAREN options+=constraintOption* ;
rawConstraint : KW_CONSTRAINT target=name raws+=dialectRaw+ ;

foreignKeyOption
  : KW_ON KW_DELETE action=referentialAction columns=nameList?
  | KW_ON KW_UPDATE action=referentialAction
  | KW_MATCH KW_FULL
  | constraint=constraintOption
  ;
referentialAction : KW_CASCADE | KW_RESTRICT | KW_SET KW_NULL | KW_SET KW_DEFAULT | KW_NO KW_ACTION ;
constraintOption
  : KW_NOT? KW_DEFERRABLE
  | KW_INITIALLY (KW_DEFERRED | KW_IMMEDIATE)
  | KW_NOT KW_VALID
  | KW_NOT KW_ENFORCED
  | KW_NO KW_INHERIT
  | KW_WAS old=name
  | KW_INCLUDE included=nameList
  | withOptions
  ;

index
  : kind=(KW_UNIQUE | KW_FULLTEXT | KW_SPATIAL)? KW_INDEX target=name? (KW_USING method=name)? keys=indexKeys
    options+=indexOption*
  ;
indexOption
  : KW_INCLUDE included=nameList
  | nullsEqual
  | withOptions
  | KW_WHERE LPAREN condition=value RPAREN
  | KW_WAS old=name
  ;
nullsEqual  : KW_NULLS KW_NOT KW_DISTINCT ;
withOptions : KW_WITH LPAREN settings+=option (COMMA settings+=option)* RPAREN ;

indexKeys : LPAREN keys+=indexKey (COMMA keys+=indexKey)* RPAREN ;
indexKey
  : (LPAREN computed=value RPAREN | call=functionCall | key=name) (KW_COLLATE (collation=qualifiedName | text=STRING))?
    operatorClass=plainName? direction=(KW_ASC | KW_DESC)? (KW_NULLS nulls=(KW_FIRST | KW_LAST))?
  ;

// ── types
typeRef
  : ( raws+=dialectRaw+
    | target=qualifiedName (LPAREN arguments+=value (COMMA arguments+=value)* RPAREN)? words+=typeWord*
    )
    dimensions+=dimension* QUESTION?
  ;
typeWord  : KW_UNSIGNED | KW_ZEROFILL ;
dimension : LBRACKET RBRACKET ;

// ── views, triggers, routines and what only SQL can say
viewDeclaration
  : KW_VIEW target=qualifiedName columns=nameList? namings+=naming* with=withOptions? LBRACE (query=select | raws+=rawDefinition (NEWLINE? raws+=rawDefinition)*)
    RBRACE
  ;
triggerDeclaration
  : KW_TRIGGER target=name KW_ON subject=qualifiedName timing=(KW_BEFORE | KW_AFTER | KW_INSTEAD) KW_OF?
    events+=triggerEvent ((KW_OR | COMMA) events+=triggerEvent)* (KW_FOR KW_EACH? level=(KW_ROW | KW_STATEMENT))?
    (KW_WHEN LPAREN condition=value RPAREN)? namings+=naming* with=withOptions?
    LBRACE raws+=rawDefinition (NEWLINE? raws+=rawDefinition)* RBRACE
  ;
triggerEvent : KW_INSERT | KW_UPDATE (KW_OF columns=nameList)? | KW_DELETE | KW_TRUNCATE ;
routineDeclaration
  : kind=(KW_FUNCTION | KW_PROCEDURE | KW_EVENT) target=qualifiedName
    (parameters=LPAREN (types+=typeRef (COMMA types+=typeRef)*)? RPAREN)? with=withOptions?
    LBRACE raws+=rawDefinition (NEWLINE? raws+=rawDefinition)* RBRACE
  ;
rawObjectDeclaration : KW_SQL target=name LBRACE raws+=rawDefinition (NEWLINE? raws+=rawDefinition)* RBRACE ;

rawDefinition : dialect=name create=RAW (NEWLINE? KW_DROP drop=RAW)? ;
dialectRaw    : dialect=name create=RAW ;

// ── rows, rights and what is served
seedDeclaration
  : KW_SEED target=qualifiedName (KW_BY keys+=name (COMMA keys+=name)*)?
    LBRACE columns+=name (COMMA columns+=name)* ((NEWLINE | COMMA) rows+=seedRow)* RBRACE
  ;
seedRow : LPAREN cells+=value (COMMA cells+=value)* RPAREN ;

policyDeclaration
  : KW_POLICY target=name KW_ON subject=qualifiedName (KW_AS strictness=(KW_PERMISSIVE | KW_RESTRICTIVE))?
    (KW_FOR commands+=policyCommand (COMMA commands+=policyCommand)*)? (KW_TO roles+=name (COMMA roles+=name)*)?
    (KW_USING LPAREN visible=value RPAREN)? (KW_WITH KW_CHECK LPAREN checked=value RPAREN)?
  ;
policyCommand : KW_ALL | KW_SELECT | KW_INSERT | KW_UPDATE | KW_DELETE ;

apiDeclaration : KW_API target=name LBRACE exposures+=expose? ((NEWLINE | COMMA) exposures+=expose)* RBRACE ;
expose
  : KW_EXPOSE target=qualifiedName (KW_AS code=name)? (LBRACE rules+=exposeRule? (NEWLINE? rules+=exposeRule)* RBRACE)?
  ;
exposeRule  : keys+=name (COMMA keys+=name)* COLON settings+=exposeValue (COMMA settings+=exposeValue)* ;
exposeValue : literal | target=qualifiedName (LPAREN arguments+=value (COMMA arguments+=value)* RPAREN)? ;

// ── queries
select
  : first=selectCore rest+=setOperation* (KW_ORDER KW_BY order+=orderKey (COMMA order+=orderKey)*)?
    (KW_LIMIT limit=expression)? (KW_OFFSET offset=expression)?
  ;
setOperation : kind=(KW_UNION | KW_EXCEPT | KW_INTERSECT) KW_ALL? query=selectCore ;
selectCore
  : KW_SELECT KW_DISTINCT? items+=selectItem (COMMA items+=selectItem)*
    (KW_FROM sources+=joinedSource (COMMA sources+=joinedSource)*)? (KW_WHERE where=expression)?
    (KW_GROUP KW_BY groups+=expression (COMMA groups+=expression)*)? (KW_HAVING having=expression)?
  ;
selectItem   : STAR | item=expression (KW_AS alias=name)? ;
joinedSource : first=source joins+=join* ;
source       : (table=qualifiedName | LPAREN query=select RPAREN) (KW_AS alias=name | bare=plainName)? ;
join         : kind=(KW_INNER | KW_LEFT | KW_RIGHT | KW_FULL | KW_CROSS)? KW_OUTER? KW_JOIN joined=source (KW_ON condition=expression)? ;
orderKey     : key=expression direction=(KW_ASC | KW_DESC)? (KW_NULLS nulls=(KW_FIRST | KW_LAST))? ;

// ── expressions: what stands for a value is portable, or says it once for each dialect that matters
value : raws+=dialectRaw+ | portable=expression ;

expression
  : KW_NOT negated=expression
  | test=predicate
  | left=expression op=KW_AND right=expression
  | left=expression op=KW_OR right=expression
  ;

predicate
  : left=operand
    ( comparison=(EQUAL | NOT_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL) right=operand
    | KW_IS negation=KW_NOT? (KW_NULL | KW_TRUE | KW_FALSE | KW_DISTINCT KW_FROM right=operand)
    | negation=KW_NOT? KW_LIKE right=operand
    | negation=KW_NOT? KW_BETWEEN low=operand KW_AND high=operand
    | negation=KW_NOT? KW_IN LPAREN (query=select | items+=expression (COMMA items+=expression)*) RPAREN
    )?
  ;

operand
  : sign=(PLUS | MINUS) right=operand
  | atom=primary
  | left=operand op=(STAR | SLASH | PERCENT) right=operand
  | left=operand op=(PLUS | MINUS) right=operand
  | left=operand op=CONCAT right=operand
  ;

primary
  : constant=literal
  | LBRACKET (items+=expression (COMMA items+=expression)*)? RBRACKET
  | KW_CASE subject=expression? branches+=caseBranch+ (KW_ELSE otherwise=expression)? KW_END
  | KW_CAST LPAREN operandOf=expression KW_AS type=typeRef RPAREN
  | KW_EXISTS LPAREN query=select RPAREN
  | LPAREN query=select RPAREN
  | LPAREN inner=expression RPAREN
  | call=functionCall
  | reference=columnRef
  ;
caseBranch   : KW_WHEN when=expression KW_THEN then=expression ;
functionCall : target=functionName LPAREN (STAR | KW_DISTINCT? arguments+=expression (COMMA arguments+=expression)*)? RPAREN ;
functionName : unreserved (DOT parts+=name)* ;
columnRef    : first=unreserved (DOT parts+=name)* (DOT STAR)? ;

literal
  : NUMBER
  | STRING
  | RAW
  | BINARY
  | KW_NULL
  | KW_TRUE
  | KW_FALSE
  | KW_INTERVAL text=STRING
  ;

// ── names
nameList      : LPAREN names+=name (COMMA names+=name)* RPAREN ;
qualifiedName : parts+=name (DOT parts+=name)* ;
plainName     : ID | QUOTED ;

// Keywords are names wherever a name is expected. In an expression those in `reserved` have their own meaning, and a
// column of such a name is written with its table before it, or in backticks.
name       : unreserved | reserved ;
unreserved
  : ID | QUOTED
  | KW_IMPORT | KW_SCHEMA | KW_MIXIN | KW_TYPE | KW_ENUM | KW_TABLE | KW_VIEW | KW_TRIGGER | KW_FUNCTION
  | KW_PROCEDURE | KW_EVENT | KW_SQL | KW_EXTENSION | KW_SEED | KW_POLICY | KW_ROLE | KW_API | KW_EXPOSE | KW_USE | KW_FOR
  | KW_PRIMARY | KW_KEY | KW_UNIQUE | KW_FOREIGN | KW_REFERENCES | KW_CHECK | KW_INDEX | KW_FULLTEXT | KW_SPATIAL
  | KW_CONSTRAINT | KW_IDENTITY | KW_HIDDEN | KW_GENERATED | KW_ALWAYS | KW_AS | KW_STORED | KW_VIRTUAL | KW_WAS
  | KW_COLLATE | KW_CHARSET | KW_ON | KW_DELETE | KW_UPDATE | KW_CASCADE | KW_RESTRICT | KW_SET | KW_DEFAULT | KW_NO
  | KW_ACTION | KW_DEFERRABLE | KW_INITIALLY | KW_DEFERRED | KW_IMMEDIATE | KW_VALID | KW_ENFORCED | KW_INHERIT
  | KW_MATCH | KW_USING | KW_INCLUDE | KW_WITH | KW_WHERE | KW_NULLS | KW_FIRST | KW_LAST | KW_ASC | KW_DESC
  | KW_START | KW_INCREMENT | KW_MINVALUE | KW_MAXVALUE | KW_CACHE | KW_CYCLE | KW_NAME | KW_UNSIGNED | KW_ZEROFILL
  | KW_AUTO_INCREMENT | KW_COMMENT | KW_DROP | KW_VERSION | KW_BEFORE | KW_AFTER | KW_INSTEAD | KW_OF | KW_INSERT
  | KW_TRUNCATE | KW_EACH | KW_ROW | KW_STATEMENT | KW_BY | KW_TO | KW_PERMISSIVE | KW_RESTRICTIVE | KW_INTERVAL
  | KW_GROUP | KW_HAVING | KW_ORDER | KW_LIMIT | KW_OFFSET | KW_JOIN | KW_INNER | KW_LEFT | KW_RIGHT | KW_FULL
  | KW_OUTER | KW_CROSS | KW_UNION | KW_ALL | KW_EXCEPT | KW_INTERSECT
  ;
reserved
  : KW_AND | KW_OR | KW_NOT | KW_IS | KW_NULL | KW_IN | KW_LIKE | KW_BETWEEN | KW_CASE | KW_WHEN | KW_THEN | KW_ELSE
  | KW_END | KW_CAST | KW_EXISTS | KW_DISTINCT | KW_TRUE | KW_FALSE | KW_SELECT | KW_FROM
  ;
