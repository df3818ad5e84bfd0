// The words of the .schema language. The input is bytes: every byte past ASCII belongs to a name, and that the text is
// UTF-8 is checked before. Keywords are contextual (SchemaParser.g4, rule `name`) and may be written in any case.
lexer grammar SchemaLexer;

channels { COMMENTS, DOCS }

DOC        : '///' ~[\r\n]* -> channel(DOCS) ;
COMMENT    : '//' ( ~[/\r\n] ~[\r\n]* )? -> channel(COMMENTS) ;
NEWLINE    : '\r'? '\n' ;
WHITESPACE : [ \t\f]+ -> skip ;

// declarations
KW_IMPORT         : I M P O R T ;
KW_SCHEMA         : S C H E M A ;
KW_MIXIN          : M I X I N ;
KW_TYPE           : T Y P E ;
KW_ENUM           : E N U M ;
KW_TABLE          : T A B L E ;
KW_VIEW           : V I E W ;
KW_TRIGGER        : T R I G G E R ;
KW_FUNCTION       : F U N C T I O N ;
KW_PROCEDURE      : P R O C E D U R E ;
KW_EVENT          : E V E N T ;
KW_SQL            : S Q L ;
KW_EXTENSION      : E X T E N S I O N ;
KW_SEED           : S E E D ;
KW_POLICY         : P O L I C Y ;
KW_ROLE           : R O L E ;
KW_API            : A P I ;
KW_EXPOSE         : E X P O S E ;
KW_USE            : U S E ;
KW_FOR            : F O R ;

// members and modifiers
KW_PRIMARY        : P R I M A R Y ;
KW_KEY            : K E Y ;
KW_UNIQUE         : U N I Q U E ;
KW_FOREIGN        : F O R E I G N ;
KW_REFERENCES     : R E F E R E N C E S ;
KW_CHECK          : C H E C K ;
KW_INDEX          : I N D E X ;
KW_FULLTEXT       : F U L L T E X T ;
KW_SPATIAL        : S P A T I A L ;
KW_CONSTRAINT     : C O N S T R A I N T ;
KW_IDENTITY       : I D E N T I T Y ;
KW_HIDDEN         : H I D D E N ;
KW_GENERATED      : G E N E R A T E D ;
KW_ALWAYS         : A L W A Y S ;
KW_AS             : A S ;
KW_STORED         : S T O R E D ;
KW_VIRTUAL        : V I R T U A L ;
KW_WAS            : W A S ;
KW_COLLATE        : C O L L A T E ;
KW_CHARSET        : C H A R S E T ;
KW_ON             : O N ;
KW_DELETE         : D E L E T E ;
KW_UPDATE         : U P D A T E ;
KW_CASCADE        : C A S C A D E ;
KW_RESTRICT       : R E S T R I C T ;
KW_SET            : S E T ;
KW_NULL           : N U L L ;
KW_DEFAULT        : D E F A U L T ;
KW_NO             : N O ;
KW_ACTION         : A C T I O N ;
KW_DEFERRABLE     : D E F E R R A B L E ;
KW_INITIALLY      : I N I T I A L L Y ;
KW_DEFERRED       : D E F E R R E D ;
KW_IMMEDIATE      : I M M E D I A T E ;
KW_VALID          : V A L I D ;
KW_ENFORCED       : E N F O R C E D ;
KW_INHERIT        : I N H E R I T ;
KW_MATCH          : M A T C H ;
KW_USING          : U S I N G ;
KW_INCLUDE        : I N C L U D E ;
KW_WITH           : W I T H ;
KW_WHERE          : W H E R E ;
KW_NULLS          : N U L L S ;
KW_FIRST          : F I R S T ;
KW_LAST           : L A S T ;
KW_ASC            : A S C ;
KW_DESC           : D E S C ;
KW_START          : S T A R T ;
KW_INCREMENT      : I N C R E M E N T ;
KW_MINVALUE       : M I N V A L U E ;
KW_MAXVALUE       : M A X V A L U E ;
KW_CACHE          : C A C H E ;
KW_CYCLE          : C Y C L E ;
KW_NAME           : N A M E ;
KW_UNSIGNED       : U N S I G N E D ;
KW_ZEROFILL       : Z E R O F I L L ;
KW_AUTO_INCREMENT : A U T O '_' I N C R E M E N T ;
KW_COMMENT        : C O M M E N T ;
KW_DROP           : D R O P ;
KW_VERSION        : V E R S I O N ;

// triggers and policies
KW_BEFORE         : B E F O R E ;
KW_AFTER          : A F T E R ;
KW_INSTEAD        : I N S T E A D ;
KW_OF             : O F ;
KW_INSERT         : I N S E R T ;
KW_TRUNCATE       : T R U N C A T E ;
KW_EACH           : E A C H ;
KW_ROW            : R O W ;
KW_STATEMENT      : S T A T E M E N T ;
KW_WHEN           : W H E N ;
KW_BY             : B Y ;
KW_TO             : T O ;
KW_PERMISSIVE     : P E R M I S S I V E ;
KW_RESTRICTIVE    : R E S T R I C T I V E ;

// expressions and queries
KW_AND            : A N D ;
KW_OR             : O R ;
KW_NOT            : N O T ;
KW_IS             : I S ;
KW_IN             : I N ;
KW_LIKE           : L I K E ;
KW_BETWEEN        : B E T W E E N ;
KW_CASE           : C A S E ;
KW_THEN           : T H E N ;
KW_ELSE           : E L S E ;
KW_END            : E N D ;
KW_CAST           : C A S T ;
KW_EXISTS         : E X I S T S ;
KW_DISTINCT       : D I S T I N C T ;
KW_FROM           : F R O M ;
KW_TRUE           : T R U E ;
KW_FALSE          : F A L S E ;
KW_INTERVAL       : I N T E R V A L ;
KW_SELECT         : S E L E C T ;
KW_GROUP          : G R O U P ;
KW_HAVING         : H A V I N G ;
KW_ORDER          : O R D E R ;
KW_LIMIT          : L I M I T ;
KW_OFFSET         : O F F S E T ;
KW_JOIN           : J O I N ;
KW_INNER          : I N N E R ;
KW_LEFT           : L E F T ;
KW_RIGHT          : R I G H T ;
KW_FULL           : F U L L ;
KW_OUTER          : O U T E R ;
KW_CROSS          : C R O S S ;
KW_UNION          : U N I O N ;
KW_ALL            : A L L ;
KW_EXCEPT         : E X C E P T ;
KW_INTERSECT      : I N T E R S E C T ;

// ── names, numbers and texts
ID     : [a-zA-Z_\u0080-\u00FF] [a-zA-Z0-9_$\u0080-\u00FF]* ;
QUOTED : '`' ( ~[`\r\n] | '``' )+ '`' ;
NUMBER : ( DIGITS ( '.' DIGITS )? | '.' DIGITS ) ( [eE] [+-]? DIGITS )? ;
BINARY : [xX] '\'' [0-9a-fA-F]* '\'' ;

// Raw text stands between three, four or five quotes and may hold any shorter run of them. It may span lines.
RAW      : '"""' .*? '"""' ;
RAW_FOUR : '""""' ~["] .*? '""""' -> type(RAW) ;
RAW_FIVE : '"""""' ~["] .*? '"""""' -> type(RAW) ;

// A quote inside a text is written twice.
STRING : '\'' ( ~['\r\n] | '\'\'' )* '\''
       | '"' ( ~["\r\n] | '""' )* '"'
       ;

// ── signs
COLON : ':' ;  COMMA : ',' ;  DOT : '.' ;  QUESTION : '?' ;  SEMICOLON : ';' ;
LPAREN : '(' ;  RPAREN : ')' ;  LBRACKET : '[' ;  RBRACKET : ']' ;  LBRACE : '{' ;  RBRACE : '}' ;
EQUAL : '=' ;  NOT_EQUAL : '<>' | '!=' ;  LESS : '<' ;  LESS_EQUAL : '<=' ;  GREATER : '>' ;  GREATER_EQUAL : '>=' ;
PLUS : '+' ;  MINUS : '-' ;  STAR : '*' ;  SLASH : '/' ;  PERCENT : '%' ;  CONCAT : '||' ;

// ── mistakes that have a name, so that the message can say it
DOUBLE_COLON    : '::' ;
SQL_COMMENT     : '--' ~[\r\n]* ;
BLOCK_COMMENT   : '/*' ( ~'*' | '*'+ ~[*/] )* ( '*'+ '/' )? ;  // an open one reaches to the end: else each would be looked for anew
UNCLOSED_RAW    : '"""' ;
UNCLOSED_STRING : '\'' ( ~['\r\n] | '\'\'' )* | '"' ( ~["\r\n] ( ~["\r\n] | '""' )* )? ;
UNCLOSED_QUOTED : '`' ( ~[`\r\n] | '``' )* ;
UNKNOWN         : . ;

fragment DIGITS : [0-9]+ ;
fragment A : [aA] ;
fragment B : [bB] ;
fragment C : [cC] ;
fragment D : [dD] ;
fragment E : [eE] ;
fragment F : [fF] ;
fragment G : [gG] ;
fragment H : [hH] ;
fragment I : [iI] ;
fragment J : [jJ] ;
fragment K : [kK] ;
fragment L : [lL] ;
fragment M : [mM] ;
fragment N : [nN] ;
fragment O : [oO] ;
fragment P : [pP] ;
fragment Q : [qQ] ;
fragment R : [rR] ;
fragment S : [sS] ;
fragment T : [tT] ;
fragment U : [uU] ;
fragment V : [vV] ;
fragment W : [wW] ;
fragment X : [xX] ;
fragment Y : [yY] ;
fragment Z : [zZ] ;
