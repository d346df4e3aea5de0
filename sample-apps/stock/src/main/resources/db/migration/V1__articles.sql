create table article (id bigint primary key, name varchar(80) not null);
insert into article values (1, 'Anchor'), (2, 'Awl'), (3, 'Bolt');
